import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Json,
  onlyRun,
  readJson,
  runLive,
  spawnLive,
  workplace,
  type Workplace,
} from "../../support/live.ts";
import { apiError, messagesServer } from "../../support/messagesServer.ts";
import { until } from "../../support/until.ts";

const USAGE = { input_tokens: 1000, output_tokens: 100 };

describe("dealbench run --dry-run", () => {
  test("--resume counts what the run has, by its name or as the newest that fits, and leaves it as it is", async () => {
    const server = await messagesServer({
      queue: [{ text: "Walk away.", usage: USAGE }, apiError(403, "permission_error")],
    });
    const here = workplace(server);
    await runLive(here, "--concurrency", "1");
    const folder = onlyRun(here);
    const before = contents(folder);
    const asked = server.count();
    const whole = await dry(here, "--no-cache");
    expect(whole).toMatchObject({ samples: 2, continued: null, models: [{ calls: 2 }] });

    for (const resume of [["--resume", folder], ["--resume"]]) {
      const rest = await dry(here, "--no-cache", ...resume);
      expect(rest).toMatchObject({
        samples: 1,
        continued: { folder, kept: 1, planned: 2, spent_usd: readJson(folder).cost.incurred_usd },
        models: [{ samples: 1, calls: 1, held: 0, waiting: 0 }],
      });
      expect(rest.cost_usd.live.most).toBeLessThan(whole.cost_usd.live.most);
    }
    const { stdout } = await runLive(here, "--resume", folder, "--dry-run");
    expect(stdout).toMatch(
      /1 conversation, 1 call\.\nIt would go on with .*, which has 1 of 2 conversations already, for \$0\.0\d+\./,
    );
    expect(contents(folder)).toEqual(before);
    expect(server.count()).toBe(asked);
  });

  test("--resume with nothing to go on from says so; a folder that is no run is refused", async () => {
    const here = workplace(await messagesServer());
    const { code, stdout, stderr } = await runLive(here, "--resume", "--dry-run");
    expect([code, stdout.split("\n")[0]]).toEqual([0, "Dry run, nothing is sent: 2 conversations, 2 calls."]);
    expect(stderr).toContain("a new run begins");
    expect((await runLive(here, "--resume", here.folder, "--dry-run")).code).toBe(2);
  });

  test("what the cache holds is not paid for, and once it holds enough, its replies say how long one is", async () => {
    const server = await messagesServer({ reply: { text: "Walk away.", usage: USAGE } });
    const here = workplace(server);
    await runLive(here, "--repeats", "10");
    const { models, notes } = await dry(here, "--repeats", "12");
    expect(models[0]).toMatchObject({ calls: 24, held: 20 });
    expect(models[0].output_tokens.typical).toBe(4 * 100);
    expect(notes.join(" ")).not.toContain("A usual reply is taken to be");
    expect((await dry(here, "--repeats", "12", "--no-cache")).models[0]).toMatchObject({ held: 0 });
  });

  test("what a batch is to answer is not paid for again", async () => {
    const server = await messagesServer();
    const here = workplace(server);
    const { child, ended } = spawnLive(here, "--lane", "batch", "--poll", "60");
    await until(() => isSubmitted(here));
    child.kill("SIGTERM");
    await ended;
    const folder = onlyRun(here);
    const { models, cost_usd: cost } = await dry(here, "--resume", folder);
    expect(models[0]).toMatchObject({ calls: 2, held: 0, waiting: 2 });
    expect(cost.batch).toEqual({ typical: 0, most: 0 });
    expect((await runLive(here, "--resume", folder, "--dry-run")).stdout).toContain(
      "2 calls, 2 of them in a batch already",
    );
  });
});

async function dry(here: Workplace, ...args: string[]): Promise<Json> {
  return JSON.parse((await runLive(here, "--dry-run", "--json", ...args)).stdout);
}

/** Whether a batch's id is on the disk. */
function isSubmitted({ reports }: Workplace): boolean {
  return readFileSync(join(reports, readdirSync(reports)[0] ?? "", "batches.jsonl"), "utf8").includes(
    "submitted",
  );
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}
