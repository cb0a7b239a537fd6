import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dealbenchHere, temporaryFolder } from "../support/cli.ts";

describe("dealbench run", () => {
  test.each([
    [["--model", "gpt-9"], /--model: found "gpt-9", expected recorded:llm/],
    [["--model", "recorded:zzz"], /recorded:zzz: no such recording/],
    [
      ["--model", "recorded:soft", "--model", "recorded:v1.0.0-a"],
      /expected one set of recordings a run\. recorded:llm takes all.* dealbench compare A B.* dealbench grade --responses/,
    ],
    [
      ["--model", "recorded:llm", "--model", "simulated:director"],
      /expected models of one kind.* dealbench compare A B.* dealbench grade --responses/,
    ],
    [["--persona", "nowhere.md"], /nowhere\.md: no such file/],
    [["--scenarios", "nowhere"], /nowhere/],
    [["--filter", "zzzz"], /zzzz/],
    [["--suite", "zzzz"], /zzzz/],
    [["--policy", "nowhere.yaml"], /nowhere\.yaml: no such file/],
    [["--shard", "3/2"], /expected i\/n with i from 1 to n/],
    [["--budget-usd", "-1"], /expected a number above 0/],
    [["--repeats", "0"], /whole number of at least 1/],
    [["--repeat", "2"], /Did you mean --repeats\?/],
  ])("%j is refused with exit 2 and one clear message", async (args, message) => {
    const reports = join(temporaryFolder(), "reports");
    const { code, stderr } = await dealbenchHere(["run", ...args, "--reports", reports]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
    expect(existsSync(reports)).toBe(false);
  });
});
