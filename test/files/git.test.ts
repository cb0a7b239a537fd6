import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitAtStart, gitCommit, gitShow, headCommit } from "../../src/files/git.ts";
import { temporaryRepository } from "../support/repository.ts";
import { temporaryFolder } from "../support/cli.ts";

describe("in a repository", () => {
  test("a file is read as it stood in a commit, whatever the working folder holds", async () => {
    const { folder, commit, write } = temporaryRepository();
    const first = commit({ "a/b.md": "erste Fassung ä\n" });
    const second = commit({ "a/b.md": "second\n" });
    write({ "a/b.md": "third\n" });
    expect(await gitShow("main", "a/b.md", folder)).toBe("second\n");
    expect(await gitShow("HEAD~1", "a/b.md", folder)).toBe("erste Fassung ä\n");
    expect(await gitShow(first, "./b.md", join(folder, "a"))).toBe("erste Fassung ä\n");
    expect(await gitCommit("main", folder)).toBe(second);
    expect(await headCommit(join(folder, "a"))).toBe(second);
  });

  test("a tag names the commit under it", async () => {
    const { folder, commit, git } = temporaryRepository();
    const hash = commit({ a: "x" });
    git("tag", "--annotate", "v1", "--message", "x");
    expect(await gitCommit("v1", folder)).toBe(hash);
  });

  test("what is not there is named, with a way on", async () => {
    const { folder, commit } = temporaryRepository();
    commit({ "a.md": "x", "b/c.md": "y" });
    await expect(gitCommit("develop", folder)).rejects.toThrow(
      /^git:develop: no such commit here; list branches/,
    );
    await expect(gitShow("main", "z.md", folder)).rejects.toThrow(
      /^git:main:z\.md: no such file in [0-9a-f]{12};/,
    );
    await expect(gitShow("main", "b", folder)).rejects.toThrow(/^git:main:b: no such file/);
  });

  test("bytes that are not UTF-8 are named with their place", async () => {
    const { folder, commit } = temporaryRepository();
    writeFileSync(join(folder, "a.md"), Buffer.from([0x61, 0x0a, 0x62, 0xe4, 0x0a]));
    commit({});
    await expect(gitShow("main", "a.md", folder)).rejects.toThrow(/^git:main:a\.md:2:2: found a byte 0xe4/);
  });

  test.each(["--output=owned", "-h", "", "main:a.md", "main other", "a\nb"])(
    "the ref %j is refused",
    async (ref) => {
      const { folder, commit } = temporaryRepository();
      commit({ "a.md": "x" });
      await expect(gitCommit(ref, folder)).rejects.toThrow(
        /^found the git ref .*, expected a branch, a tag/s,
      );
      await expect(gitShow(ref, "a.md", folder)).rejects.toThrow(/^found the git ref/);
      expect(existsSync(join(folder, "owned"))).toBe(false);
    },
  );

  test("no text is run by a shell", async () => {
    const { folder, commit } = temporaryRepository();
    commit({ "a.md": "x" });
    await expect(gitShow("main", "$(touch owned)", folder)).rejects.toThrow(/no such file/);
    await expect(gitCommit("main;touch${IFS}owned", folder)).rejects.toThrow(/no such commit/);
    expect(existsSync(join(folder, "owned"))).toBe(false);
  });

  test("the commit at the start stays that of each folder, whatever is committed later", async () => {
    const { folder, commit } = temporaryRepository();
    const other = temporaryRepository();
    const first = commit({ a: "x" });
    const elsewhere = other.commit({ b: "y" });
    expect(await commitAtStart(folder)).toBe(first);
    const second = commit({ a: "y" });
    expect(await commitAtStart(folder)).toBe(first);
    expect(await headCommit(folder)).toBe(second);
    expect(await commitAtStart(other.folder)).toBe(elsewhere);
  });

  test("without a commit there is no head", async () => {
    expect(await headCommit(temporaryRepository().folder)).toBeNull();
  });
});

test("outside a repository the head is null and a read says why it cannot be done", async () => {
  const folder = temporaryFolder();
  expect(await headCommit(folder)).toBeNull();
  await expect(gitShow("main", "a.md", folder)).rejects.toThrow(
    /: not a git repository; run this inside the repository/,
  );
});
