import { git } from "./git.ts";
import { decodeUtf8 } from "./read.ts";

/** A file as it stood in a commit. */
export interface FileVersion {
  /** Relative to the working folder. */
  file: string;
  commit: string;
  text: string;
}

/** Commits that are looked at, newest first; a history as long as that is no trend any more. */
const MOST_COMMITS = 200;

/**
 * Every version that the files of a folder had in the commits before HEAD, newest first; none outside a repository, for a folder
 * outside of it, or without git.
 */
export async function gitFileVersions(folder: string, cwd: string): Promise<FileVersion[]> {
  const args = ["--max-count", String(MOST_COMMITS), "--format=commit %H", "--name-only", "--diff-filter=AM"];
  const log = await git(["log", ...args, "--relative", "-z", "--", folder], cwd);
  if (!log.ok) return [];
  const versions: FileVersion[] = [];
  let commit = "";
  for (const entry of log.stdout.toString("utf8").split(/[\0\n]+/)) {
    if (entry.startsWith("commit ")) commit = entry.slice("commit ".length);
    else if (entry !== "") {
      const shown = await git(["cat-file", "blob", `${commit}:./${entry}`], cwd);
      if (shown.ok)
        versions.push({ file: entry, commit, text: decodeUtf8(shown.stdout, `${commit}:${entry}`) });
    }
  }
  return versions;
}
