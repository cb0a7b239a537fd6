import { execFile } from "node:child_process";
import { DealbenchError } from "../records/errors.ts";
import { decodeUtf8 } from "./read.ts";

/** No text that people keep in a repository and that is read here comes near this. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The commit that `cwd` has checked out as 40 (or 64) hex digits; null outside a repository, without a commit or without git. */
export async function headCommit(cwd: string): Promise<string | null> {
  const result = await git(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], cwd);
  return result.ok ? text(result.stdout) : null;
}

const headAtStart = new Map<string, Promise<string | null>>();

/** {@link headCommit} when this process first asked: whatever one start makes names one commit, and git is started once for it. */
export function commitAtStart(cwd: string): Promise<string | null> {
  const asked = headAtStart.get(cwd) ?? headCommit(cwd);
  headAtStart.set(cwd, asked);
  return asked;
}

/**
 * The commit that a branch, tag or expression such as HEAD~1 names, as hex digits.
 * @throws DealbenchError when there is no git, no repository, or no such commit.
 */
export async function gitCommit(ref: string, cwd: string): Promise<string> {
  refuseOdd(ref);
  const result = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`], cwd);
  if (result.ok) return text(result.stdout);
  throw (
    (await repositoryProblem(cwd)) ??
    new DealbenchError(`git:${ref}: no such commit here; list branches and tags with: git branch -a; git tag`)
  );
}

/**
 * The text of a file as it stands in a commit. `path` is relative to the repository's root, or to `cwd` if it begins with `./`.
 * @throws DealbenchError when there is no git, no repository, no such commit, or no such file in it; InputError when it is not UTF-8.
 */
export async function gitShow(ref: string, path: string, cwd: string): Promise<string> {
  const commit = await gitCommit(ref, cwd);
  const result = await git(["cat-file", "blob", `${commit}:${path}`], cwd);
  if (result.ok) return decodeUtf8(result.stdout, `git:${ref}:${path}`);
  throw new DealbenchError(
    `git:${ref}:${path}: no such file in ${commit.slice(0, 12)}; list its files with: git ls-tree -r --name-only ${commit.slice(0, 12)}`,
  );
}

export type GitResult = { ok: true; stdout: Buffer } | { ok: false; missing: boolean; stderr: string };

/** Runs git without a shell and without taking locks; an unsuccessful end is a value, not an exception. */
export function git(args: readonly string[], cwd: string): Promise<GitResult> {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
  return new Promise((done) => {
    execFile("git", args, { cwd, env, encoding: "buffer", maxBuffer: MAX_BYTES }, (error, stdout, stderr) => {
      if (error === null) done({ ok: true, stdout });
      else done({ ok: false, missing: error.code === "ENOENT", stderr: stderr.toString("utf8").trim() });
    });
  });
}

/** Why nothing can be read from a repository at `cwd`; undefined when one is there. */
async function repositoryProblem(cwd: string): Promise<DealbenchError | undefined> {
  const result = await git(["rev-parse", "--git-dir"], cwd);
  if (result.ok) return undefined;
  if (result.missing)
    return new DealbenchError("git was not found; install it, or name a file instead of a git ref");
  const way = "run this inside the repository, or name a file instead of a git ref";
  return new DealbenchError(`${cwd}: ${gitSays(result.stderr)}; ${way}`);
}

function gitSays(stderr: string): string {
  return /not a git repository/.test(stderr)
    ? "not a git repository"
    : `git says: ${stderr.split("\n")[0] ?? ""}`;
}

/** Keeps a ref from being read as an option, and from naming anything but a commit. */
function refuseOdd(ref: string): void {
  if (/^[^-:\s][^:\s]*$/.test(ref)) return;
  throw new DealbenchError(
    `found the git ref "${ref}", expected a branch, a tag, a commit or one like HEAD~1`,
  );
}

function text(stdout: Buffer): string {
  return stdout.toString("utf8").trim();
}
