import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT, temporaryFolder } from "./support/cli.ts";
import { cacheWithSharedGrades } from "./support/sharedGrades.ts";

interface Step {
  name: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
}

interface Workflow {
  on: Record<string, { paths: string[] }>;
  permissions: Record<string, string>;
  jobs: Record<string, { permissions: Record<string, string>; steps: Step[]; if?: string }>;
}

const TEXT = readFileSync(join(ROOT, ".github", "workflows", "persona-gate.yml"), "utf8");
const WORKFLOW = parse(TEXT) as Workflow;
const CONFIGURED = ["package.json", "package-lock.json", "tsconfig.json"];
const STEPS = Object.values(WORKFLOW.jobs).flatMap(({ steps }) => steps);

describe("what the workflow may do", () => {
  test("it runs on pull requests that touch what decides, and never with a fork's code and our secrets", () => {
    expect(Object.keys(WORKFLOW.on)).toEqual(["pull_request"]);
    expect(WORKFLOW.on["pull_request"]?.paths).toEqual(
      expect.arrayContaining(["persona/**", "scenarios/**", "graders/**"]),
    );
  });

  test("only the job that runs no code of the pull request may write", () => {
    expect(WORKFLOW.permissions).toEqual({});
    expect(WORKFLOW.jobs["gate"]?.permissions).toEqual({ contents: "read" });
    expect(WORKFLOW.jobs["comment"]?.permissions).toEqual({ "pull-requests": "write" });
    expect(WORKFLOW.jobs["comment"]?.if).toContain("head.repo.full_name == github.repository");
    const code = WORKFLOW.jobs["comment"]?.steps.filter(({ uses }) => uses?.startsWith("actions/checkout"));
    expect(code).toEqual([]);
  });

  test("every action is pinned to a commit", () => {
    const used = STEPS.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(4);
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    for (const line of TEXT.split("\n").filter((one) => one.includes("uses:")))
      expect(line).toMatch(/# v\d+\.\d+\.\d+$/);
  });

  test("nothing that a pull request can choose is pasted into a script", () => {
    for (const { run } of STEPS) expect(run ?? "").not.toContain("${{");
  });
});

describe("what its steps do", { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "dealbench-gate-"));
  beforeAll(() => checkoutInto(folder));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("a persona that regressed fails the job, and its comment says so first", () => {
    restore(folder);
    cpSync(
      join(ROOT, "persona", "variants", "soft.md"),
      join(folder, "persona", "enterprise-sales-director.md"),
    );
    const { status, summary, comment } = decide(folder);
    expect(status).toBe(1);
    expect(comment).toMatch(/^<!-- persona-gate -->\n## Regressed: directness/);
    expect(comment).toContain("| Criterion |");
    expect(comment).toContain("No key was at hand");
    expect(summary).toBe(comment);
    expect(Buffer.byteLength(comment)).toBeLessThan(60_000);
    expect(readFileSync(join(folder, "reports", "persona-gate", "junit.xml"), "utf8")).toContain("<failure");
  });

  test("an unchanged persona passes without a call; an edit that nobody recorded warns, and says what it could not check", () => {
    restore(folder);
    const same = decide(folder);
    expect(same.status).toBe(0);
    expect(same.comment).toContain("## Not regressed");
    const file = join(folder, "persona", "enterprise-sales-director.md");
    writeFileSync(file, `${readFileSync(file, "utf8")}\nThank you.\n`);
    const { status, stdout, comment } = decide(folder);
    expect(status).toBe(0);
    expect(stdout).toMatch(/::warning title=Persona gate::Undecided, and let through\. No key was at hand/);
    expect(comment).toContain(
      "> Undecided stops nobody: the job passes, and a reviewer has to judge the edit.",
    );
    expect(same.comment).not.toContain("stops nobody");
    expect(comment).toContain("## Inconclusive");
    expect(comment).toContain("Nothing was recorded for the candidate");
    expect(comment).not.toContain("## Not regressed");
  });

  test("a gate that could not run fails the job and still leaves its comment", () => {
    restore(folder);
    writeFileSync(join(folder, "persona", "gate.yaml"), "version: none\n");
    const { status, comment } = decide(folder);
    expect(status).toBe(2);
    expect(comment).toContain("## The persona gate could not be completed (exit code 2)");
  });

  test("the bank belongs to a model, a base persona and graders", () => {
    restore(folder);
    const first = step(folder, "Find what the bank belongs to");
    expect(first.output).toMatch(/^persona=anthropic_claude-sonnet-5-[0-9a-f]{16}\ngraders=[0-9a-f]{16}\n$/);
    const cache = STEPS.find(({ uses }) => uses?.startsWith("actions/cache"));
    expect(cache?.with?.["path"]).toBe("reports/.cache");
    expect(cache?.with?.["key"]).toMatch(/outputs\.persona.*outputs\.graders.*run_id/);
  });
});

/**
 * Makes a checkout of this very tree, whose base branch stands where it stands. One for all tests: Node compiles a program anew for
 * each place it stands in. What `npm ci` builds comes along, as the workflow installs before it decides: a build is known to be fresh by
 * its sources' times to the nanosecond, which cp keeps and cpSync does not.
 */
function checkoutInto(folder: string): void {
  const sources = [...CONFIGURED, "bin", "src", "scripts", "graders", "persona", "scenarios", "recordings"];
  const names = [...sources, "build"].filter((name) => existsSync(join(ROOT, name)));
  execFileSync("cp", ["-pR", ...names.map((name) => join(ROOT, name)), folder]);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, ".gitignore"), "node_modules\nreports\nbuild\n");
  git(folder, "init", "--quiet");
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "-m", "base");
  git(folder, "update-ref", "refs/remotes/origin/main", "HEAD");
}

/** Puts the checkout back as it was made, without any report. */
function restore(folder: string): void {
  git(folder, "checkout", "--quiet", "--", ".");
  git(folder, "clean", "--quiet", "-fd");
  rmSync(join(folder, "reports"), { recursive: true, force: true });
  mkdirSync(join(folder, "reports"));
}

function git(folder: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder });
}

function decide(folder: string) {
  const { status, stdout, summary } = step(folder, "Decide");
  return {
    status,
    stdout,
    summary,
    comment: readFileSync(join(folder, "reports", "persona-gate", "comment.md"), "utf8"),
  };
}

/** Runs a step of the workflow as the runner does: bash -e, with its own summary and output files. */
function step(folder: string, name: string) {
  const script = STEPS.find((one) => one.name === name)?.run ?? "exit 99";
  const [summary, output] = [join(temporaryFolder(), "summary"), join(temporaryFolder(), "output")];
  for (const file of [summary, output]) writeFileSync(file, "");
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
    {
      cwd: folder,
      encoding: "utf8",
      timeout: 170_000,
      env: {
        ...process.env,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
        BASE_REF: "main",
        MODEL: "anthropic:claude-sonnet-5",
        ANTHROPIC_API_KEY: "",
        BUDGET_USD: "25",
        DEALBENCH_CACHE: cacheWithSharedGrades(temporaryFolder()),
        MAX_CALLS: "300",
      },
    },
  );
  return {
    status,
    stdout,
    stderr,
    summary: readFileSync(summary, "utf8"),
    output: readFileSync(output, "utf8"),
  };
}
