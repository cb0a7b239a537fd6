import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT, temporaryFolder } from "./cli.ts";

/** Starts a command that decides by asking in a process of its own, with reports in a fresh folder; `ended` gives its exit code, null where a signal ended it. */
export function started(command: "regress" | "mutate", args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(
    process.execPath,
    [join(ROOT, "bin", "dealbench.js"), command, ...args, "--reports", temporaryFolder()],
    { env: { ...process.env, ...env }, cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] },
  );
  let stderr = "";
  child.stderr.on("data", (data) => (stderr += String(data)));
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return { child, ended, stderr: () => stderr };
}
