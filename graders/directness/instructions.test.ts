import { expect, test } from "vitest";
import { actionsOf } from "../text/actions.ts";
import { parseReply } from "../text/reply.ts";
import { tells, toldBy } from "./instructions.ts";

const people = [
  { name: "Petra Lind", title: "CFO", role: "EB" as const, side: "customer" as const },
  { name: "Ola Berg", title: "Head of fleet", role: "champion" as const, side: "customer" as const },
];

test.each([
  "You call Ola Berg by Friday.",
  "Call Petra's office before Thursday and ask for a slot.",
  "By 27 March, Ola asks Petra for twenty minutes.",
  "- By 20 Feb – you and Ola: ask Petra what would change her mind",
  "| Action | Owner | When |\n|---|---|---|\n| Draft the board note | AE | 20 March |",
])("somebody is told what to do by when: %s", (reply) => expect(isTold(reply)).toBe(true));

test.each([
  "- You: call Petra\n- Ola: brings the board paper",
  "Ask Ola for a way in. Their decision is on 28 August.",
  "A meeting should be arranged by Friday.",
  "Budget confirmed by 12 May.",
  "- Champion: Ola Berg, effective on 22 January",
  "- Renewal on 30 September: defend it with everything",
  "Prepare well for the 22 May readout.",
  "Petra signs on 28 August.",
  "| Action | Owner | When |\n|---|---|---|\n| Budget confirmed | AE | 12 May |",
])("nobody is told with certainty: %s", (reply) => expect(isTold(reply)).toBe(false));

function isTold(reply: string): boolean {
  const parsed = parseReply(reply);
  return actionsOf(reply, people).some((action) => tells(action) && toldBy(action, parsed) === "told");
}
