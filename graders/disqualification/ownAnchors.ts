import type { Scenario } from "../../src/records/scenario.ts";
import { anchorFinder } from "../text/anchors.ts";
import { keptWith } from "../text/kept.ts";
import { parseReply } from "../text/reply.ts";

/** A reason of a scenario. */
type Reason = Scenario["requiredReasons"][number];

/** The keys of the people, figures and dates that a reason itself names, read when they are first asked for. */
export type OwnAnchors = () => ReadonlySet<string>;

/** The own anchors of a reason of a scenario. */
export function ownAnchors(reason: Reason, scenario: Scenario): OwnAnchors {
  return () => readOwn(reason, scenario);
}

/** The reasons of a scenario are the same for each of its replies. */
const readOwn = keptWith((reason: Reason, scenario: Scenario): ReadonlySet<string> => {
  const anchors = anchorFinder(scenario).find(parseReply(reason.text));
  return new Set(anchors.filter(({ kind }) => kind !== "account" && kind !== "echo").map(({ key }) => key));
});
