import type { Decision } from "../../src/records/decision.ts";
import type { Checker, Finding } from "../../src/records/grade.ts";
import { FACT_NAMES } from "../../src/records/facts.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { acceptableReplies, REPLY_OF_GOLD } from "../../src/records/verdict.ts";
import { readRubric } from "../data.ts";
import { allUngraded, finding, needsJudge, NOT_ENGLISH } from "../text/finding.ts";
import { isEnglish } from "../text/language.ts";
import { checkDevelopGate, checkDisposition } from "./disposition.ts";
import { checkFalseReason } from "./falseReasons.ts";
import { checkForecast } from "./forecast.ts";
import { readLeak } from "./leak.ts";
import { type Bearing, evidenceOf, readReason } from "./reasons.ts";
import { checkStance, readStances, type Stance } from "./stance.ts";
import { type Statement, statementsOf } from "./statements.ts";

const rubric = readRubric(import.meta.url);
/** Reasons that say two things at once (CODEBOOK §4.3, DC4). */
const CONJUNCTIONS = new Set(["D5", "D6", "H2", "H6"]);

/**
 * Grades CODEBOOK §4.3. `details`: `verdicts`, one per reply (always, also where no verdict is asked for), and
 * `reasons_named`, the codes of the required reasons that are certainly stated.
 */
export const checkDisqualification: Checker = ({ scenario, transcript, gold }) => {
  const stances = readStances(scenario, transcript);
  const verdicts = stances.map(({ verdict }) => verdict);
  const last = stances.at(-1);
  if (!last || !isEnglish(transcript.turns.map(({ assistant }) => assistant).join("\n"))) {
    return { findings: allUngraded(rubric, NOT_ENGLISH), details: { verdicts, reasons_named: [] } };
  }
  const statements = transcript.turns.map(({ assistant }, index) =>
    statementsOf(assistant, index + 1, scenario),
  );
  const all = statements.flat();
  const reasons = scenario.requiredReasons.map((reason) =>
    nameReason(reason, all, scenario, bearingOf(reason.code, scenario, gold, last)),
  );
  const named = reasons.filter(({ state }) => state === "met").map(({ id }) => id.slice("DC3.".length));
  const spending = statements.filter((_, index) => verdicts[index] === "disqualify").flat();
  const findings = [
    ...checkStance(scenario, gold, last),
    ...reasons,
    conjunction(scenario, reasons),
    ...scenario.forbiddenReasons.map((reason) => checkFalseReason(reason, all, scenario)),
    unknownAsKnown(scenario),
    ...consequences(
      scenario,
      gold,
      last,
      last.verdict === "disqualify" ? spending : (statements.at(-1) ?? []),
      named.length > 0,
    ),
    leak(scenario, last, spending),
    forecast(scenario, gold, statements.at(-1) ?? []),
    boundary(scenario, all),
  ];
  return { findings, details: { verdicts, reasons_named: named } };
};

/**
 * The required reasons are those of the right verdict: a reply that says another has not followed them. One that holds back
 * may still rest on a gap that it names, whichever way it holds back.
 */
function bearingOf(
  code: string,
  scenario: Scenario,
  gold: readonly Decision[],
  { verdict }: Stance,
): Bearing {
  if (!scenario.verdictExpected || gold.length === 0) return "follows";
  if (acceptableReplies(scenario, gold).some((right) => right === verdict)) return "follows";
  if (verdict === "needs_judge" || verdict === "conflict") return "open";
  const gap = !code.startsWith("H");
  return gap && (verdict === "develop" || verdict === "disqualify") ? "open" : "against";
}

function nameReason(
  reason: Scenario["requiredReasons"][number],
  statements: readonly Statement[],
  scenario: Scenario,
  bearing: Bearing,
): Finding {
  const id = `DC3.${reason.code}`;
  const reading = readReason(reason, statements, scenario, bearing);
  if (reading.state === "stated")
    return finding(id, "met", `It names the reason (${reason.text}): ${reading.how}.`, reading.evidence);
  if (reading.state === "absent")
    return finding(id, "not_met", `It does not name the reason (${reason.text}): ${reading.how}.`);
  return needsJudge(id, `is this stated in substance: ${reason.text}?`, reading.evidence);
}

function conjunction({ requiredReasons }: Scenario, reasons: readonly Finding[]): Finding {
  const due = requiredReasons.filter(({ code }) => CONJUNCTIONS.has(code)).map(({ code }) => code);
  if (due.length === 0) return finding("DC4", "n/a", "No required reason is a conjunction.");
  const absent = due.every((code) =>
    reasons.some(({ id, state }) => id === `DC3.${code}` && state === "not_met"),
  );
  if (absent) return finding("DC4", "not_met", `It names neither half of ${due.join(", ")}.`);
  return needsJudge("DC4", `are both halves of ${due.join(", ")} stated?`);
}

function unknownAsKnown({ facts, verdictExpected }: Scenario): Finding {
  if (!verdictExpected) return finding("DC6", "n/a", "This task asks for no verdict.");
  const unknown = FACT_NAMES.filter((name) => facts[name].value === "unknown");
  if (unknown.length === 0) return finding("DC6", "n/a", "Every fact of this deal is established.");
  return needsJudge(
    "DC6",
    `does the verdict take one of these unknown facts as known: ${unknown.join(", ")}?`,
  );
}

/** DC7, DC8 and DC10: the line of the verdict that was given where it is acceptable, else of the one that is right. */
function consequences(
  scenario: Scenario,
  gold: readonly Decision[],
  last: Stance,
  statements: readonly Statement[],
  gap: boolean,
): Finding[] {
  const now = gold.at(-1);
  const lines = { develop: "DC7", disqualify: "DC8", pursue: "DC10" } as const;
  if (!scenario.verdictExpected || !now)
    return Object.values(lines).map((id) => finding(id, "n/a", "This task asks for no verdict."));
  const right = REPLY_OF_GOLD[now.verdict];
  const acceptable = acceptableReplies(scenario, gold);
  const due = isLine(last.verdict) && acceptable.includes(last.verdict) ? last.verdict : right;
  return (["develop", "disqualify", "pursue"] as const).map((verdict) => {
    const id = lines[verdict];
    if (verdict !== due) return finding(id, "n/a", `It is due of a reply that says ${verdict}.`);
    if (last.verdict === "needs_judge" || last.verdict === "conflict")
      return needsJudge(id, "code cannot tell which verdict stands");
    if (last.verdict !== due)
      return finding(
        id,
        "not_met",
        `The reply does not say ${verdict}, so it draws none of its consequences.`,
        last.evidence,
      );
    if (verdict === "develop") return checkDevelopGate(gap, statements);
    if (verdict === "disqualify") return checkDisposition(now, statements);
    return needsJudge(id, "does it name the resources it commits and the largest risk that remains?");
  });
}

function isLine(verdict: string): verdict is "develop" | "disqualify" | "pursue" {
  return verdict === "develop" || verdict === "disqualify" || verdict === "pursue";
}

function leak({ verdictExpected }: Scenario, last: Stance, statements: readonly Statement[]): Finding {
  if (!verdictExpected) return finding("DC9", "n/a", "This task asks for no verdict.");
  if (last.verdict === "needs_judge" || last.verdict === "conflict")
    return needsJudge("DC9", "if it disqualifies, does it still grant resources?");
  if (last.verdict !== "disqualify") return finding("DC9", "n/a", "The reply does not disqualify.");
  const reading = readLeak(statements);
  if (reading.state === "none") return finding("DC9", "not_met", "It gives the deal nothing further.");
  const evidence = [evidenceOf(reading.statement)];
  if (reading.state === "leak")
    return finding(
      "DC9",
      "met",
      `It disqualifies the deal and yet gives it ${reading.what}; a deal that is dropped gets no POC, proposal, discount, people or executive time, nor a lighter version of these.`,
      evidence,
    );
  return needsJudge("DC9", "does it still grant resources here?", evidence);
}

function forecast(scenario: Scenario, gold: readonly Decision[], statements: readonly Statement[]): Finding {
  const now = gold.at(-1);
  if (!now || !scenario.verdictExpected) return finding("DC11", "n/a", "This task asks for no verdict.");
  return checkForecast(scenario, now, statements);
}

function boundary({ tags }: Scenario, statements: readonly Statement[]): Finding {
  if (!tags.includes("boundary")) return finding("DC12", "n/a", "No boundary number decides this deal.");
  if (statements.length === 0) return finding("DC12", "not_met", "The reply is empty.");
  return needsJudge("DC12", "does it apply 18 months, $500K and five contacts as the policy draws them?");
}
