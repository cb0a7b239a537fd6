import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { GRADERS } from "../../graders/index.ts";
import { readJsonl } from "../../src/files/jsonl.ts";
import type { Decision } from "../../src/records/decision.ts";
import { gradeFromDisk, GradeSchema } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { summaryToDisk } from "../../src/records/summary.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../../src/records/transcript.ts";
import { summarise } from "../../src/summary/summarise.ts";

/** golden/: grades of the recorded arms as they once stood, and the summary that was then made of them in memory. */
function unpack(name: string): Record<string, unknown> {
  const packed = readFileSync(new URL(`golden/${name}.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(packed).toString("utf8")) as Record<string, unknown>;
}

const { scenarios, decisions } = unpack("scenarios") as {
  scenarios: Scenario[];
  decisions: Record<string, Decision[]>;
};

async function recorded(arm: string): Promise<Transcript[]> {
  const file = new URL(`../../recordings/${arm}.jsonl`, import.meta.url).pathname;
  const transcripts: Transcript[] = [];
  for await (const { value } of readJsonl(file, TranscriptSchema))
    transcripts.push({ ...transcriptFromDisk(value), repeat: 1 });
  return transcripts;
}

describe.each(["v1.0.0-a", "v1.0.0-b", "soft"])("the summary of the recorded arm %s", (arm) => {
  test("is what the summary of whole grades in memory was", async () => {
    const golden = unpack(arm) as { run: Parameters<typeof summarise>[0]["run"]; summary: object };
    const grades = z.array(GradeSchema).parse(unpack(arm)["grades"]).map(gradeFromDisk);
    const rubrics = Object.values(GRADERS).map(({ rubric }) => rubric);
    const input = {
      run: golden.run,
      scenarios,
      decisions,
      grades,
      rubrics,
      transcripts: await recorded(arm),
    };
    expect(withoutTitles(summaryToDisk(summarise(input)))).toMatchObject(withoutTitles(golden.summary));
  });
});

/** What a summary says but for the rubric's wording, which may change. */
function withoutTitles(summary: unknown): object {
  return JSON.parse(
    JSON.stringify(summary, (key, value: unknown) => (key === "title" ? undefined : value)),
  ) as object;
}
