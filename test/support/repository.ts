import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "./cli.ts";

/** A git repository in a temporary folder, on branch main, untouched by the machine's own git settings. */
export interface Repository {
  folder: string;
  write: (files: Record<string, string>) => void;
  /** Commits everything and returns the commit's hash. */
  commit: (files: Record<string, string>) => string;
  git: (...args: string[]) => string;
}

/** Makes an empty repository that is gone when the test ends. */
export function temporaryRepository(): Repository {
  const folder = temporaryFolder();
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      cwd: folder,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  const write = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  git("init", "--quiet", "--initial-branch=main");
  return {
    folder,
    write,
    git,
    commit: (files) => {
      write(files);
      git("add", "--all");
      git("commit", "--quiet", "--message", "x");
      return git("rev-parse", "HEAD");
    },
  };
}

/** The text of a persona file. */
export function personaText(options: { version?: string; body?: string } = {}): string {
  const { version, body = "# Director\n\nBe direct.\n" } = options;
  const fields = [
    "name: director",
    "description: Sells.",
    "model: sonnet",
    ...(version ? [`version: ${version}`] : []),
  ];
  return `---\n${fields.join("\n")}\n---\n${body}`;
}
