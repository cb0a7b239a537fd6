import { AXES } from "../policy/axes.ts";
import type { Decision, GoldVerdict } from "../records/decision.ts";
import type { Problem } from "../records/errors.ts";
import type { Facts } from "../records/facts.ts";
import type { Subject } from "./subject.ts";

/** The High-priority signal that an axis of the policy stands for; value and threading have none of their own. */
const SIGNAL_OF_AXIS: Record<string, string> = {
  eb: "H1",
  pain: "H2",
  budget: "H2",
  champion: "H3",
  fit_criteria: "H4",
  competition: "H5",
  timeline_process: "H6",
};

/** Accepted verdicts and reasons against what the policy computes. */
export function verdictProblems(subject: Subject): Problem[] {
  return [...acceptedProblems(subject), ...reasonProblems(subject)];
}

function acceptedProblems({ scenario, facts, opening, at }: Subject): Problem[] {
  const accepted = scenario.acceptableVerdicts;
  const field = ["acceptable_verdicts"];
  if (!scenario.verdictExpected) {
    return accepted.length === 0
      ? []
      : [at(field, "found verdicts, expected none where verdict_expected is false")];
  }
  const alternatives = alternativesTo(opening, facts[0]);
  const computed = `${opening.verdict} (${because(opening)})`;
  const problems = accepted.flatMap((verdict, index) => {
    if (verdict === opening.verdict || alternatives.includes(verdict)) return [];
    const wanted = verdict === "no_verdict" ? "it only where the decision is provisional" : computed;
    return [
      at(
        [...field, index],
        `found ${verdict}, expected ${wanted}; the policy admits no such alternative for these facts`,
      ),
    ];
  });
  if (accepted.includes(opening.verdict)) return problems;
  const found = accepted.join(", ") || "none";
  return [
    at(field, `found ${found}, expected among them what the policy computes from the facts: ${computed}`),
    ...problems,
  ];
}

/** Verdicts that count as right beside the computed one (CODEBOOK §2.3 "Acceptable alternates"). */
function alternativesTo(decision: Decision, facts: Facts | undefined): (GoldVerdict | "no_verdict")[] {
  if (decision.provisional) return ["no_verdict"];
  const soft = (code: string) =>
    code === "P4" ||
    (code === "D3" && facts?.budget === "untested") ||
    (code === "D2" && facts?.pain_clarity === "vague" && facts.pain_urgency === "uncertain");
  if (decision.red.length > 0) return decision.red.every(soft) ? ["develop_medium"] : [];
  const onlySingleThread = decision.amber.join() === "A_THREAD" && decision.ask.length === 0;
  return onlySingleThread ? ["pursue_high"] : [];
}

function because({ red, amber, ask }: Decision): string {
  if (red.length > 0) return red.join(", ");
  const open = ask.length === 0 ? [] : [`open: ${ask.join(", ")}`];
  return [...amber, ...open].join(", ") || "nothing against it";
}

function reasonProblems({ scenario, decisions, at }: Subject): Problem[] {
  const nameable = new Set(decisions.flatMap(nameableReasons));
  const established = new Set(decisions.flatMap(establishedReasons));
  const required = scenario.requiredReasons.flatMap(({ code }, index) => {
    if (nameable.has(code)) return [];
    const message = `found ${code}, expected a reason that the policy finds in these facts: ${[...nameable].join(", ")}`;
    return [at(["required_reasons", index, "code"], message)];
  });
  const forbidden = scenario.forbiddenReasons.flatMap(({ code }, index) => {
    if (!established.has(code)) return [];
    const message = `found ${code}, expected a reason that is false of these facts; the policy finds it true`;
    return [at(["forbidden_reasons", index, "code"], message)];
  });
  return [...required, ...forbidden];
}

/** What a reply can be asked to name: disqualifiers and weak signals; on a pursue every strong signal; on an open axis what is open. */
function nameableReasons(decision: Decision): string[] {
  const open = AXES.filter(({ name }) => decision.ask.includes(name));
  return [
    ...decision.red,
    ...decision.amber,
    ...(decision.verdict === "pursue_high" ? establishedReasons(decision) : []),
    ...open.flatMap(({ name, amber }) => [amber.code, SIGNAL_OF_AXIS[name] ?? []].flat()),
  ];
}

/** What is true of the facts: disqualifiers, weak signals, and each strong signal with no doubt on any of its axes. */
function establishedReasons({ red, amber, ask }: Decision): string[] {
  const doubtful = AXES.filter(
    (axis) =>
      ask.includes(axis.name) || amber.includes(axis.amber.code) || (axis.red && red.includes(axis.red.code)),
  ).flatMap(({ name }) => SIGNAL_OF_AXIS[name] ?? []);
  const strong = new Set(Object.values(SIGNAL_OF_AXIS));
  return [...red, ...amber, ...[...strong].filter((signal) => !doubtful.includes(signal))];
}
