import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { EXPORTS, type ExportRows } from "../../src/report/exports.ts";
import type { GradedReply } from "../../src/report/input.ts";
import { fixture } from "./fixture.ts";
import type { Records } from "./inMemory.ts";

async function exported(to: string, rows: ExportRows, input: Records = fixture()): Promise<string> {
  const own = (transcript: GradedReply["transcript"]) =>
    input.grades.filter(
      ({ scenario, model }) => scenario === transcript.scenario && model === transcript.model,
    );
  async function* replies(): AsyncGenerator<GradedReply> {
    for (const transcript of input.transcripts) yield { transcript, grades: own(transcript) };
  }
  let text = "";
  for await (const piece of EXPORTS[to]?.({ run: input.run, rows, replies: replies() }) ?? []) text += piece;
  return text;
}

const csv = async (rows: ExportRows, input?: Records) =>
  parse<Record<string, string>>(await exported("csv", rows, input), { columns: true });

describe("export", () => {
  test("has a row for each reply and dimension, with the score and how many items stand how", async () => {
    const rows = await csv("dimension");
    expect(rows).toHaveLength(fixture().grades.length);
    expect(rows[0]).toMatchObject({
      model: "recorded:llm",
      dimension: "disqualification",
      replies: "recorded",
      cost_usd: "",
      latency_ms: "",
    });
  });

  test("has a row for each item, with its reason and the words it rests on", async () => {
    const rows = await csv("item");
    const [grade] = fixture().grades;
    expect(rows).toHaveLength(fixture().grades.flatMap(({ items }) => items).length);
    expect(rows[0]).toMatchObject({ item: "DC1", quote: grade?.items[0]?.evidence[0]?.quote });
  });

  test("fault 39: a quote that begins like a formula is text", async () => {
    const input = fixture();
    for (const grade of input.grades) for (const item of grade.items) item.reason = "=HYPERLINK(1)";
    for (const { reason } of await csv("item", input)) expect(reason).toBe("'=HYPERLINK(1)");
  });

  test("fault 31: JSONL stays JSON and well-formed, whatever the words hold", async () => {
    const input = fixture();
    for (const grade of input.grades) for (const item of grade.items) item.reason = "\uD800\u0000";
    const text = await exported("jsonl", "item", input);
    expect(text.isWellFormed()).toBe(true);
    const [first = ""] = text.split("\n");
    expect(JSON.parse(first)).toMatchObject({ item: "DC1", reason: "\uD800\u0000" });
  });

  test("keeps a reply without grades, with nothing in its figures", async () => {
    const rows = await csv("dimension", { ...fixture(), grades: [] });
    expect(rows).toHaveLength(fixture().transcripts.length);
    expect(rows[0]).toMatchObject({ dimension: "", score: "" });
  });
});
