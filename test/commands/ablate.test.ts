import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ablateCommand } from "../../src/commands/ablate.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { MODEL, workplace } from "../support/live.ts";
import { messagesServer } from "../support/messagesServer.ts";
import { shareGrades } from "../support/sharedGrades.ts";
import { wideGate } from "../support/wideGate.ts";
import { runCommand } from "./inProcess.ts";
import { recordedModel } from "./recordedModel.ts";

const PERSONA = join(ROOT, "persona", "enterprise-sales-director.md");

shareGrades();

test("a section without which the replies turn soft is missed, another is not, and they share the error rates", async () => {
  const [plain, soft] = ["v1.0.0-a", "soft"].map((arm) => recordedModel("enterprise", [arm]));
  const server = await messagesServer({
    reply: (request) =>
      (JSON.stringify(request.body?.system).includes("Be direct") ? plain : soft)?.(request) ?? {},
  });
  const { ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY } = workplace(server).env;
  vi.stubEnv("ANTHROPIC_BASE_URL", ANTHROPIC_BASE_URL);
  vi.stubEnv("ANTHROPIC_API_KEY", ANTHROPIC_API_KEY);
  onTestFinished(() => void vi.unstubAllEnvs());
  const out = join(temporaryFolder(), "ablation");
  const only = ["--only", "expertise-areas", "--only", "interaction-model"];
  const { code, stdout } = await ablate("--model", MODEL, "--gate", wideGate(), "--out", out, ...only);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^1 of 2 sections is missed when left out, 1 is not \(about 2\d\d tokens, \d% of the prompt\)\.$/m,
  );
  expect(stdout).toMatch(/^ {2}expertise-areas\s+2\d\d \(\d%\)\s+not missed/m);
  expect(stdout).toMatch(/^ {2}interaction-model\s+2\d\d \(\d%\)\s+missed\s+.*Directness 0\.\d\d → 0\.\d\d/m);
  const report = JSON.parse(readFileSync(join(out, "ablation.json"), "utf8"));
  expect(report.gate).toMatchObject({ alpha: 0.025, beta: 0.025 });
  expect(report.trials[1].patch).toContain("-## Interaction Model");
  const comparison = JSON.parse(readFileSync(join(out, "interaction-model", "comparison.json"), "utf8"));
  expect(comparison.sequential.criteria[0].clear_threshold).toBeCloseTo(40);
  // An interval that clears at a smaller error rate is wider, and its head says so.
  expect(readFileSync(join(out, "interaction-model", "comparison.html"), "utf8")).toContain("95 % interval");
});

test("with the stand-in every section that it does not read is open, which its exit code says", async () => {
  const only = ["--only", "expertise-areas", "--only", "interaction-model"];
  const { code, stdout } = await ablate("--model", "simulated:director", "--gate", wideGate(), ...only);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^1 of 2 sections is missed when left out, 1 is open\.$/m);
  expect(stdout).toMatch(/expertise-areas\s+.*not read by the stand-in/);
});

test("the list tells sections and tokens at a level, in the prompt's order, and asks nobody", async () => {
  const { code, stdout } = await ablate("--model", "simulated:director", "--list", "--level", "3");
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^purpose\s+\d+ \(\d+%\)$/);
  expect(lines).toHaveLength(21);
  const { sections } = JSON.parse((await ablate("--model", "simulated:director", "--list", "--json")).stdout);
  expect(sections).toHaveLength(9);
  expect(sections.reduce((sum: number, { share }: { share: number }) => sum + share, 0)).toBeCloseTo(1, 1);
});

test("a plan counts the trials and asks nobody", async () => {
  const { code, stdout } = await ablate(
    "--model",
    "simulated:director",
    "--plan",
    "--max-calls",
    "40",
    "--suite",
    "conversations",
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^9 trials, one after the other, each of at most 40 calls: 360 calls at most\./);
});

test("a persona of one piece, and a section that there is none of, are told", async () => {
  const plain = join(temporaryFolder(), "plain.md");
  writeFileSync(plain, "---\nname: a\ndescription: b\nversion: 1.0.0\n---\nBe direct.\n");
  const one = await ablate("--model", "simulated:director", "--persona", plain);
  expect(one.code).toBe(2);
  expect(one.stderr).toContain(
    "plain.md: found no section at --level 2, expected two or more headings such as ## Title",
  );
  const none = await ablate("--model", "simulated:director", "--only", "nothing");
  expect(none.code).toBe(2);
  expect(none.stderr).toContain(
    '--only: found "nothing", expected ids of the sections at --level 2: purpose, ',
  );
});

function ablate(...args: string[]) {
  const persona = args.includes("--persona") ? [] : ["--persona", PERSONA];
  return runCommand(ablateCommand(), [...persona, "--reports", temporaryFolder(), ...args]);
}
