import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { regressCommand } from "../../src/commands/regress.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { MODEL, workplace } from "../support/live.ts";
import { apiError, messagesServer } from "../support/messagesServer.ts";
import { runCommand } from "./inProcess.ts";

test("fault 37: a regression whose every call fails says of what, how often, and advises no higher budget", async () => {
  const server = await messagesServer({ reply: apiError(400, "invalid_request_error") });
  const { env, folder } = workplace(server);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const base = join(ROOT, "persona", "enterprise-sales-director.md");
  const persona = join(folder, "edited.md");
  writeFileSync(persona, `${readFileSync(base, "utf8")}\nThank you.\n`);
  const sides = ["--base", base, "--persona", persona, "--model", MODEL];
  const rest = ["--max-calls", "8", "--out", join(temporaryFolder(), "comparison")];
  const { code, stdout } = await runCommand(regressCommand(), [...sides, ...rest]);
  expect(code).toBe(4);
  for (const side of ["baseline", "candidate"]) {
    expect(stdout).toMatch(
      new RegExp(`(\\d+) of \\1 calls of the ${side} failed: \\1 × anthropic: 400 invalid_request_error`),
    );
  }
  expect(stdout).not.toContain("with a higher one");
});
