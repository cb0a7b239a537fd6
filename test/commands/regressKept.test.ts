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
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_READ)}` };
  const cold = await dealbench(["regress", ...args("cold")], { env });
  expect(cold.code).toBe(3);
  const warm = await dealbench(["regress", ...args("warm")], { env });
  expect(warm.code).toBe(3);
  // It is read to be hashed, and once more to grade by.
  expect(Number(warm.stderr)).toBe(Number(cold.stderr) - 1);
  expect(written("warm")).toBe(written("cold"));

  const grades = new DatabaseSync(join(cache, "replies.grades.sqlite"));
  // The last digit of a key is as good as a coin.
  grades.exec("DELETE FROM grades WHERE substr(key, -1) < '8'");
  grades.close();
  expect((await runCommand(regressCommand(), args("mixed"))).code).toBe(3);
  expect(written("mixed")).toBe(written("cold"));
});

/** Says at the end how often a word list of the graders was read. */
const TELL_READ = `import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const { readFileSync } = fs;
  let reads = 0;
  fs.readFileSync = (file, ...rest) => {
    if (/lexicons.verdicts\\.yaml$/.test(String(file))) reads++;
    return readFileSync(file, ...rest);
  };
  syncBuiltinESMExports();
  process.on("exit", () => process.stderr.write(reads + "\\n"));`;
