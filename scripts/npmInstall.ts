import { spawnSync } from "node:child_process";

/**
 * Installs packages (`name@version`) into `folder` with npm: the one that runs this script, or the machine's. Null where
 * that went well, else what went wrong in a few words; npm itself has said more.
 */
export function npmInstall(folder: string, packages: readonly string[]): string | null {
  const args = ["install", "--prefix", folder, "--loglevel=error"];
  const npm = process.env["npm_execpath"];
  const command = npm === undefined ? ["npm"] : [process.execPath, npm];
  const [program = "npm", ...first] = command;
  const { status, error } = spawnSync(program, [...first, ...args, ...packages], {
    cwd: folder,
    stdio: "inherit",
  });
  if (status === 0) return null;
  return error === undefined ? `exit ${status}, see above` : error.message;
}
