import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../../src/records/transcript.ts";
import { openTranscriptLog, tallySuperseded } from "../../src/runs/transcriptLog.ts";
import { temporaryFolder } from "../support/cli.ts";

const all = (): boolean => true;

test("keeps every transcript at once, and puts them into the plan's order at the end", async () => {
  const folder = temporaryFolder();
  const log = await openTranscriptLog(folder, all);
  await Promise.all(["c", "a", "é"].map((name) => log.append(transcript(name))));
  expect(scenarios(folder)).toEqual(["c", "a", "é"]);
  await log.close();
  await log.putInOrder(named("a", "b", "c", "é"));
  expect(scenarios(folder)).toEqual(["a", "c", "é"]);
});

test("fault 20, 21: what a killed process left is found again, without the line it was writing", async () => {
  const folder = temporaryFolder();
  await filled(folder, [transcript("a"), transcript("b")]);
  appendFileSync(join(folder, "transcripts.jsonl"), '{"scenario":"c","turns":[{"assis');
  const log = await openTranscriptLog(folder, all);
  expect(named("a", "b", "c").map(log.isDone)).toEqual([true, true, false]);
  await log.append(transcript("c"));
  await log.close();
  await log.putInOrder(named("c", "b", "a"));
  expect(scenarios(folder)).toEqual(["c", "b", "a"]);
});

test("fault 27: an error is not done; its later reply takes its place, and what it cost is kept apart", async () => {
  const folder = temporaryFolder();
  await filled(folder, [failed("a", 0.25), transcript("b")]);
  const log = await openTranscriptLog(folder, all);
  expect(log.isDone(transcript("a"))).toBe(false);
  await log.append(transcript("a"));
  expect(log.isDone(transcript("a"))).toBe(true);
  await log.close();
  await log.putInOrder(named("a", "b"));
  expect(scenarios(folder)).toEqual(["a", "b"]);
  expect(await tallySuperseded(folder)).toMatchObject({ transcripts: 1, attempts: 3, incurredUsd: 0.25 });
});

test("fault 35: what was paid for a superseded reply stays spent, however often the run is continued", async () => {
  const folder = temporaryFolder();
  await filled(folder, [failed("a", 0.25), transcript("a")]);
  for (const _ of ["first", "second"]) {
    const log = await openTranscriptLog(folder, all);
    expect(log.spent()).toEqual({ usd: 0.75, assumed: { replies: 0, usd: 0 }, unknown: 0 });
    await log.close();
    await log.putInOrder(named("a"));
  }
});

test("fault 20: killed between setting aside and reordering, nothing is counted twice", async () => {
  const folder = temporaryFolder();
  await filled(folder, [failed("a", 0.25), transcript("a")]);
  const before = readFileSync(join(folder, "transcripts.jsonl"));
  const log = await openTranscriptLog(folder, all);
  await log.close();
  await log.putInOrder(named("a"));
  writeFileSync(join(folder, "transcripts.jsonl"), before);
  const again = await openTranscriptLog(folder, all);
  await again.close();
  await again.putInOrder(named("a"));
  expect(scenarios(folder)).toEqual(["a"]);
  expect((await tallySuperseded(folder)).transcripts).toBe(1);
});

test("fault 25: a transcript that answers nothing planned today is set aside, not lost", async () => {
  const folder = temporaryFolder();
  await filled(folder, [transcript("old"), transcript("a")]);
  const log = await openTranscriptLog(folder, (one) => one.scenario !== "old");
  await log.close();
  await log.putInOrder(named("a"));
  expect(scenarios(folder)).toEqual(["a"]);
  expect(scenarios(folder, "superseded.jsonl")).toEqual(["old"]);
});

test("a damaged line in the middle is told with its number, and nothing is changed", async () => {
  const folder = temporaryFolder();
  const text = `${JSON.stringify({ scenario: "a", turns: [{ assistant: "x" }] })}\n{oops\n{}\n`;
  writeFileSync(join(folder, "transcripts.jsonl"), text);
  await expect(openTranscriptLog(folder, all)).rejects.toThrow(/:2:\d+: JSON[\s\S]*:3 scenario/);
  expect(readFileSync(join(folder, "transcripts.jsonl"), "utf8")).toBe(text);
});

function named(...names: string[]): Transcript[] {
  return names.map(transcript);
}

async function filled(folder: string, transcripts: Transcript[]): Promise<void> {
  const log = await openTranscriptLog(folder, all);
  for (const one of transcripts) await log.append(one);
  await log.close();
}

function transcript(scenario: string): Transcript {
  return transcriptFromDisk(
    TranscriptSchema.parse({ scenario, turns: [{ assistant: "Walk." }], cost_usd: 0.5 }),
  );
}

function failed(scenario: string, costUsd: number): Transcript {
  const turns = [{ assistant: "", outcome: "error" }];
  return transcriptFromDisk(TranscriptSchema.parse({ scenario, turns, attempts: 3, cost_usd: costUsd }));
}

function scenarios(folder: string, file = "transcripts.jsonl"): string[] {
  const text = readFileSync(join(folder, file), "utf8").trimEnd();
  return text.split("\n").map((line) => (JSON.parse(line) as { scenario: string }).scenario);
}
