import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SeenRequest, StubReply } from "../support/messagesServer.ts";
import { ROOT } from "../support/cli.ts";

interface Recorded {
  turns: { user: string; assistant: string }[];
}

/**
 * A model that says what was recorded: for a persona whose prompt holds `mark` the replies of `marked`, else those of the
 * baseline's two recordings in turn.
 */
export function recordedModel(mark: string, marked = ["v1.0.0-a", "v1.0.0-b"]) {
  const books = new Map(["v1.0.0-a", "v1.0.0-b", "soft"].map((arm) => [arm, bookOf(arm)]));
  return ({ index, body }: SeenRequest): StubReply => {
    const system = JSON.stringify(body?.system ?? "");
    const arms = mark !== "" && system.includes(mark) ? marked : ["v1.0.0-a", "v1.0.0-b"];
    const turns = (body?.messages ?? []).filter(({ role }) => role === "user");
    const asked = turns.map(({ content }) =>
      typeof content === "string" ? content : content.map(({ text }) => text).join(""),
    );
    const arm = arms[index % arms.length] ?? "v1.0.0-a";
    return { text: books.get(arm)?.get(asked.at(-1) ?? "") ?? "I do not know that deal." };
  };
}

/** What was said to each user turn. */
function bookOf(arm: string): Map<string, string> {
  const lines = readFileSync(join(ROOT, "recordings", `${arm}.jsonl`), "utf8")
    .trim()
    .split("\n");
  const transcripts = lines.map((line) => JSON.parse(line) as Recorded);
  return new Map(transcripts.flatMap(({ turns }) => turns.map(({ user, assistant }) => [user, assistant])));
}
