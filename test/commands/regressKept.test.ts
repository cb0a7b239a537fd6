import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import { regressCommand } from "../../src/commands/regress.ts";
import { dealbench, ROOT, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const PERSONA = join(ROOT, "persona", "enterprise-sales-director.md");
const SOFT = join(ROOT, "persona", "variants", "soft.md");

test("with kept grades the graders are not even loaded, and not a byte of the comparison changes", async () => {
  const cache = temporaryFolder();
  vi.stubEnv("DEALBENCH_CACHE", join(cache, "replies.sqlite"));
  onTestFinished(() => void vi.unstubAllEnvs());
  const out = temporaryFolder();
  const target = ["--base", PERSONA, "--persona", SOFT, "--suite", "conversations"];
  const args = (name: string) => [...target, "--out", join(out, name)];
  const written = (name: string) =>
    readFileSync(join(out, name, "comparison.json"), "utf8").replaceAll(
      /"(?:finished_at|git_commit)": "[^"]*"/g,
      "",
    );
  expect((await runCommand(regressCommand(), args("cold"))).code).toBe(3);

  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_LOADED)}` };
  const warm = await dealbench(["regress", ...args("warm")], { env });
  expect(warm).toMatchObject({ code: 3, stderr: "pipeline/regress/grading.ts\n" });
  expect(written("warm")).toBe(written("cold"));

  const grades = new DatabaseSync(join(cache, "replies.grades.sqlite"));
  // The last digit of a key is as good as a coin.
  grades.exec("DELETE FROM grades WHERE substr(key, -1) < '8'");
  grades.close();
  expect((await runCommand(regressCommand(), args("mixed"))).code).toBe(3);
  expect(written("mixed")).toBe(written("cold"));
});

/** Says at the end which of two modules were loaded: one that is always needed, and the graders. */
const TELL_LOADED = `import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load(url, context, next) {
    const [name] = /(?:graders.index|pipeline.regress.grading)\\.ts$/.exec(url) ?? [];
    if (name) loaded.push(name);
    return next(url, context);
  } });
  process.on("exit", () => process.stderr.write(loaded.join() + "\\n"));`;
