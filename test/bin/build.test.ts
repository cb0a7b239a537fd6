import { execFile, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";

const FILES = ["package.json", "package-lock.json", "tsconfig.json"];
const COPIED = [...FILES, "bin", "src", "graders", "scripts", "persona", "scenarios"];
const SOURCE = "src/records/errors.ts";

/** A copy of this very tree, since other tests start the checkout's own program meanwhile. */
let tree = "";
let folder = "";

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), "dealbench-build-"));
  for (const name of COPIED) cpSync(join(ROOT, name), join(tree, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  folder = await build();
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe("a start", () => {
  test("takes the build of these sources, wherever the tree is moved", () => {
    expect(startedFrom(tree)).toBe("build");
    const moved = `${tree}-moved`;
    renameSync(tree, moved);
    try {
      expect(startedFrom(moved)).toBe("build");
      const { status, stdout } = dealbenchOf(moved, ["persona", "check"]);
      expect({ status, stdout }).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(moved) as string,
      });
    } finally {
      renameSync(moved, tree);
    }
  });

  test.each(["package-lock.json", SOURCE])(
    "takes the sources while %s is one that was written again",
    (name) => {
      const away = join(tree, "away");
      renameSync(join(tree, name), away);
      cpSync(away, join(tree, name));
      expect(startedFrom(tree)).toBe("src");
      renameSync(away, join(tree, name));
      expect(startedFrom(tree)).toBe("build");
    },
  );

  test.each(["build", "build/stamp.json", "a file that is loaded late"])(
    "takes the sources without %s",
    (name) => {
      const late = readdirSync(join(tree, folder)).find((file) => file.startsWith("calibrate-")) ?? "";
      const missing = join(tree, name.includes(" ") ? `${folder}/${late}` : name);
      const away = join(tree, "away");
      renameSync(missing, away);
      expect(startedFrom(tree)).toBe("src");
      renameSync(away, missing);
      expect(startedFrom(tree)).toBe("build");
    },
  );
});

describe("the built program", () => {
  test("grades as the sources do, and finds their rubrics, lexicons and report", async () => {
    const place = temporaryFolder();
    const responses = join(place, "responses.jsonl");
    const turn = {
      assistant: "Disqualify. The CFO refused the budget. Next step: tell the champion by Friday.",
    };
    writeFileSync(responses, JSON.stringify({ scenario: "hc-newlogo-cp01a", turns: [turn] }));
    const args = (out: string) => ["grade", "--responses", responses, "--out", join(place, out)];
    const built = dealbenchOf(tree, args("built"));
    const sources = await dealbenchHere(args("sources"));
    expect(built).toMatchObject({ status: sources.code, stderr: sources.stderr });
    expect(built.stdout.replaceAll(join(place, "built"), join(place, "sources"))).toBe(sources.stdout);
    expect(readdirSync(join(place, "built"))).toEqual(readdirSync(join(place, "sources")));
    for (const name of ["grades.jsonl", "transcripts.jsonl"])
      expect(readFileSync(join(place, "built", name), "utf8")).toBe(
        readFileSync(join(place, "sources", name), "utf8"),
      );
    const identity = (out: string) =>
      (JSON.parse(readFileSync(join(place, out, "run.json"), "utf8")) as { identity: unknown }).identity;
    expect(identity("built")).toEqual(identity("sources"));
    const app = (out: string) =>
      readFileSync(join(place, out, "report.html"), "utf8").match(/<style>[^]*?<\/style>|<script>[^]*$/g);
    expect(app("built")).toEqual(app("sources"));
  });

  test("reads a lexicon anew that was edited since it was built", () => {
    const lexicon = join(tree, "graders", "lexicons", "flattery.yaml");
    const text = readFileSync(lexicon, "utf8");
    const deals = join(tree, "recordings-less");
    writeFileSync(lexicon, `${text}  - {bad: [}\n`);
    try {
      expect(startedFrom(tree)).toBe("build");
      const args = [
        "run",
        "--model",
        "simulated:director",
        "--filter",
        "cp01a",
        "--no-cache",
        "--out",
        deals,
      ];
      const { status, stderr } = dealbenchOf(tree, args);
      expect(status).not.toBe(0);
      expect(stderr).toMatch(/flattery\.yaml:\d+:\d+:? YAML: found/);
    } finally {
      writeFileSync(lexicon, text);
      rmSync(deals, { recursive: true, force: true });
    }
  });

  test("refuses as the sources do, with the same code and words", async () => {
    const args = ["persona", "check", "nowhere.md"];
    const { code, stderr } = await dealbenchHere(args);
    expect(code).not.toBe(0);
    expect(dealbenchOf(tree, args)).toMatchObject({ status: code, stderr });
  });

  test("grades in the thread that was built, where there is a core for one", () => {
    const thread = join(tree, folder, "graderThread.js");
    const text = readFileSync(thread, "utf8");
    const place = temporaryFolder();
    const began = join(place, "began");
    const note = `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(began)}, "");\n`;
    writeFileSync(thread, note + text);
    const responses = join(place, "responses.jsonl");
    const turns = [{ assistant: "Walk away." }];
    const lines = Array.from({ length: 200 }, (_, index) =>
      JSON.stringify({ scenario: "hc-newlogo-cp01a", repeat: index + 1, turns }),
    );
    writeFileSync(responses, lines.join("\n"));
    try {
      const args = ["grade", "--responses", responses, "--no-cache", "--out", join(place, "out")];
      expect(dealbenchOf(tree, args)).toMatchObject({ status: 0 });
      expect(existsSync(began)).toBe(availableParallelism() > 1);
    } finally {
      writeFileSync(thread, text);
    }
  });
});

describe("building", () => {
  test("again, and twice at once, leaves one build that works", async () => {
    expect(await Promise.all([build(), build()])).toEqual([folder, folder]);
    expect(builds()).toEqual([basename(folder)]);
    expect(startedFrom(tree)).toBe("build");
  });

  test("of other sources, twice, leaves what a process that began within a week may still load", async () => {
    const [older, recent, unfinished] = ["0123456789abcdef", "123456789abcdef0", "new-of-another"];
    for (const name of [older, recent, unfinished]) mkdirSync(join(tree, "build", name));
    agedBy(8, `build/${older}`);
    agedBy(6, `build/${recent}`);
    // Long there, but starts took it until now.
    agedBy(40, folder);
    const late = readdirSync(join(tree, folder)).filter((name) => name.startsWith("calibrate-"));
    const begun = startedWith(join(tree, folder, late[0] ?? ""));
    const next = [await buildEdited(), await buildEdited()];
    const kept = [folder, ...next].map((path) => basename(path));
    expect(builds()).toEqual([...kept, recent, unfinished].sort());
    expect(startedFrom(tree)).toBe("build");
    expect(await begun.goesOn()).toBe("loaded");
  });

  test("that fails leaves the sources to run, and is told", () => {
    const before = builds();
    appendFileSync(join(tree, SOURCE), "\nexport const place = import.meta.resolve;\n");
    const { status, stderr } = script("build.ts");
    expect(status).toBe(1);
    expect(stderr).toContain(`${SOURCE}: found import.meta.resolve, expected import.meta.url or`);
    expect(builds()).toEqual(before);
    expect(startedFrom(tree)).toBe("src");
  });

  test("that fails fails no install", () => {
    rmSync(join(tree, "package-lock.json"));
    const { status, stdout, stderr } = script("prepare.js");
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toMatch(
      /^dealbench was not built and will run from its sources, .*package-lock\.json.*\n$/,
    );
  });
});

/** Builds the tree after an edit, and returns where. */
async function buildEdited(): Promise<string> {
  appendFileSync(join(tree, "src", "cli.ts"), "process.exitCode ??= 0;\n");
  return build();
}

/** Has something in the tree be so many days old. */
function agedBy(days: number, path: string): void {
  const then = Date.now() / 1000 - days * 86_400;
  utimesSync(join(tree, path), then, then);
}

/** A process that loads a file only when it is told to go on, and what it says then. */
function startedWith(file: string): { goesOn: () => Promise<string> } {
  const code = `process.stdin.once("data", () => import(${JSON.stringify(file)}).then(() => process.stdout.write("loaded")))`;
  const child = execFile(process.execPath, ["--input-type=module", "-e", code]);
  return {
    goesOn: () =>
      new Promise((resolve) => {
        let said = "";
        child.stdout?.on("data", (part: string) => (said += part));
        child.once("close", () => resolve(said));
        child.stdin?.end("go\n");
      }),
  };
}

/** Builds the tree, and returns where. */
async function build(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(tree, "scripts", "build.ts")]);
  return /^Built (build\/[0-9a-f]+):/.exec(stdout)?.[1] ?? stdout;
}

function script(name: string) {
  return spawnSync(process.execPath, [join(tree, "scripts", name)], { encoding: "utf8" });
}

function builds(): string[] {
  return readdirSync(join(tree, "build"))
    .filter((name) => name !== "stamp.json")
    .sort();
}

function dealbenchOf(root: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "bin", "dealbench.js"), ...args],
    {
      encoding: "utf8",
      cwd: tmpdir(),
      env: { ...process.env, NO_COLOR: "1", ...env },
    },
  );
  return { status, stdout, stderr };
}

/** The folder of the command line's code that a start loaded. */
function startedFrom(root: string): string | undefined {
  const told = join(temporaryFolder(), "told");
  const { status, stderr } = dealbenchOf(root, ["--version"], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_LOADED)}`,
    TOLD: told,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return /^file:\/\/.*\/(build|src)\/(?:[0-9a-f]+\/)?cli\.[jt]s$/m.exec(readFileSync(told, "utf8"))?.[1];
}

/** Notes each module that is loaded; V8's coverage tells that too, and takes ten times as long. */
const TELL_LOADED = `import { appendFileSync } from "node:fs";
  import { registerHooks } from "node:module";
  registerHooks({
    load(url, context, next) {
      if (url.startsWith("file:")) appendFileSync(process.env.TOLD, url + "\\n");
      return next(url, context);
    },
  });`;
