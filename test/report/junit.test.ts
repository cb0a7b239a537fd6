import { expect, test } from "vitest";
import { hostileFixture } from "./fixtureHostile.ts";
import { fixture } from "./fixture.ts";
import { junitOf } from "./inMemory.ts";

test("has one suite a model and one case for each reply and dimension", async () => {
  const xml = junitOf(fixture());
  expect(xml.match(/<testsuite /g)).toHaveLength(2);
  expect(xml).toContain(
    '<testsuite name="recorded:llm" timestamp="2026-11-26T11:05:01" tests="30" failures="2" errors="0" skipped="6">',
  );
  expect(xml.match(/<testcase classname="directness"/g)).toHaveLength(12);
});

test("fails a wrong verdict and says why, with the words it rests on", async () => {
  const xml = junitOf(fixture());
  const failed =
    /<testcase classname="disqualification" name="hc-newlogo-cp01a #1">([\s\S]*?)<\/testcase>/.exec(xml)?.[1];
  expect(failed).toContain('message="DC1 Wrong verdict: the final stance reads as develop"');
  expect(failed).toContain("I'm not closing it today");
});

test("skips what has no score and reports a failed call as an error, not as a failure", async () => {
  const input = fixture();
  const broken = input.transcripts[0];
  const turn = broken?.turns[0];
  if (!broken || !turn) throw new Error("the fixture is empty");
  broken.turns = [{ ...turn, assistant: "", outcome: "error" }];
  for (const grade of input.grades.filter(
    ({ scenario, model }) => scenario === broken.scenario && model === broken.model,
  )) {
    grade.score = null;
    grade.criticalFail = false;
    grade.items = grade.items.map((item) => ({
      ...item,
      state: "ungraded",
      reason: "outcome error: the reply is not a whole answer",
    }));
  }
  const xml = junitOf(input);
  expect(xml).toContain('tests="30" failures="1" errors="5" skipped="5"');
  expect(xml).toContain('<error message="failed call" type="error">');
});

test("fault 31: carries no character that XML cannot, and no unbalanced CDATA", async () => {
  const xml = junitOf(hostileFixture());
  expect(xml.isWellFormed()).toBe(true);
  expect(xml).not.toMatch(/[^\P{Cc}\t\n\r]/u);
  const outside = xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>|"[^"]*"/g, "");
  expect(outside).not.toContain("]]>");
});
