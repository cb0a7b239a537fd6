import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gradeCommand } from "../../../src/commands/grade.ts";
import { runCommand } from "../../commands/inProcess.ts";
import { readJson, readLines, runLive, spawnLive, workplace } from "../../support/live.ts";
import { lastTurn, messagesServer, type SeenRequest } from "../../support/messagesServer.ts";

/** Enough for a thread to grade them while the others still come in. */
const REPEATS = "102";

const answer = (request: SeenRequest) => ({ text: `Walk away: ${lastTurn(request).slice(0, 40)}.` });

test("replies graded while others come in give the files of replies graded at the end, after a kill too", async () => {
  const server = await messagesServer({
    // Later calls are answered sooner, so that replies come in another order than the plan's.
    reply: (request) => ({ ...answer(request), delayMs: request.index % 7 === 0 ? 40 : 5 }),
  });
  const place = workplace(server, { ownGrades: true });
  const out = join(place.folder, "out");
  const options = ["--repeats", REPEATS, "--concurrency", "8", "--out", out];
  const { child, ended } = spawnLive(place, ...options);
  await server.arrived(100);
  child.kill("SIGKILL");
  await ended;
  expect(readJson(out).status).toBe("unfinished");

  expect((await runLive(place, ...options, "--resume")).code).toBe(0);
  expect(readLines(out)).toHaveLength(204);
  expect(readdirSync(out).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  expect(existsSync(join(place.folder, "replies.grades.sqlite"))).toBe(true);
  // Grading again gives run.json, and with it the head of junit.xml, the identity of that day.
  const files = () => [
    contentOf(join(out, "grades.jsonl")),
    contentOf(join(out, "summary.json")),
    contentOf(join(out, "junit.xml")).split("</properties>")[1],
  ];
  const meanwhile = files();
  expect((await runCommand(gradeCommand(), [out, "--no-cache"])).code).toBe(0);
  expect(files()).toEqual(meanwhile);
});

function contentOf(file: string): string {
  return readFileSync(file, "utf8");
}
