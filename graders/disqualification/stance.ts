import type { Decision } from "../../src/records/decision.ts";
import type { Evidence, Finding, ReplyVerdict } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import type { Transcript } from "../../src/records/transcript.ts";
import { acceptableReplies, REPLY_OF_GOLD } from "../../src/records/verdict.ts";
import { evidenceAt } from "../text/evidence.ts";
import { finding, needsJudge } from "../text/finding.ts";
import { keptWith } from "../text/kept.ts";
import { extractVerdict } from "../verdict/extract.ts";

/** What one reply says of the deal. */
export interface Stance {
  verdict: ReplyVerdict;
  evidence: Evidence[];
  reason: string;
}

const SPOKEN: Record<ReplyVerdict, string> = {
  pursue: "pursue",
  develop: "develop",
  disqualify: "disqualify",
  no_verdict: "no verdict",
  conflict: "two verdicts that exclude each other",
  needs_judge: "a stance that code cannot tell",
};

/** The stance of each reply of a conversation. */
export function readStances(scenario: Scenario, transcript: Transcript): Stance[] {
  const context = contextOf(scenario);
  const stances: Stance[] = [];
  for (const [index, { assistant }] of transcript.turns.entries()) {
    const said = scenario.turns.slice(0, index + 1).map(({ text }) => text);
    const before = stances.at(-1)?.verdict;
    const { verdict, span, reason } = extractVerdict(assistant, {
      ...context,
      userText: said.join("\n"),
      ...(before && { before }),
    });
    stances.push({ verdict, reason, evidence: span ? [evidenceAt(assistant, index + 1, span)] : [] });
  }
  return stances;
}

/** What is known of every turn of a conversation. */
const contextOf = keptWith((scenario: Scenario) => ({
  dealNames: [accountOf(scenario)],
  people: scenario.people.map(({ name }) => name),
  stanceExpected: scenario.verdictExpected,
}));

/** DC1 and DC2: the last stance against what is acceptable and against the gold verdict. */
export function checkStance(scenario: Scenario, gold: readonly Decision[], stance: Stance): Finding[] {
  const now = gold.at(-1);
  if (!scenario.verdictExpected || !now) {
    return ["DC1", "DC2"].map((id) => finding(id, "n/a", "This task asks for no verdict."));
  }
  const { verdict, evidence, reason } = stance;
  if (verdict === "needs_judge" || verdict === "conflict") {
    const cause = reason.replace(/^needs judge: /, "");
    return [
      needsJudge("DC1", `which verdict stands in the end (${cause})`, evidence),
      needsJudge("DC2", `which verdict stands in the end (${cause})`, evidence),
    ];
  }
  const right = acceptableReplies(scenario, gold);
  const best = REPLY_OF_GOLD[now.verdict];
  const said = verdict === "no_verdict" ? "It takes no position on the deal" : `It says ${SPOKEN[verdict]}`;
  return [
    finding(
      "DC1",
      right.includes(verdict) ? "met" : "not_met",
      `${said}; ${right.map((one) => SPOKEN[one]).join(" or ")} is right on these facts.`,
      evidence,
    ),
    finding(
      "DC2",
      verdict === best ? "met" : "not_met",
      `${said}; the policy says ${SPOKEN[best]}.`,
      evidence,
    ),
  ];
}

/** The customer's name: what the scenario's title begins with. */
function accountOf({ title, anchors }: Scenario): string {
  const [head = title] = title.split(":");
  return (
    anchors.find((anchor) =>
      title.toLowerCase().startsWith(anchor.toLowerCase().split(" ", 1)[0] ?? anchor),
    ) ?? head
  );
}
