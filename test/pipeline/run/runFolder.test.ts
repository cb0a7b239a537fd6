import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dealbenchHere, temporaryFolder } from "../../support/cli.ts";

test("a reply of an unfinished run with a repeat far beyond its plan is set aside, not made room for", async () => {
  const folder = temporaryFolder();
  const responses = join(folder, "responses.jsonl");
  const out = join(folder, "run");
  const reply = { scenario: "hc-newlogo-cp01a", turns: [{ assistant: "Disqualify. The CFO refused." }] };
  writeFileSync(responses, JSON.stringify(reply));
  expect((await dealbenchHere(["grade", "--responses", responses, "--out", out])).code).toBe(0);
  const [run, transcripts] = [join(out, "run.json"), join(out, "transcripts.jsonl")];
  writeFileSync(run, readFileSync(run, "utf8").replace('"complete"', '"unfinished"'));
  const [kept = ""] = readFileSync(transcripts, "utf8").split("\n");
  const stray = JSON.stringify({ ...JSON.parse(kept), repeat: 1e12 });
  writeFileSync(transcripts, `${stray}\n${kept}\n`);
  expect(await dealbenchHere(["grade", out])).toMatchObject({ code: 0 });
  expect(readFileSync(transcripts, "utf8")).toBe(`${kept}\n`);
  expect(readFileSync(join(out, "superseded.jsonl"), "utf8")).toContain('"repeat":1000000000000');
});
