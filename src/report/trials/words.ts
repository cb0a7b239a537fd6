import type { Ablation, AblationReport, Mutant, MutationReport, Trial } from "../../records/trial.ts";
import type { CriterionName } from "../../records/gate.ts";
import { criterionWords, signed } from "../comparison/words.ts";
import { counted, dollars, percent, score } from "../numbers.ts";
import { REPLIES_WORDS } from "../words.ts";
import { ablationOutcome, mutantOutcome, type Outcome, type TrialsReport } from "./outcome.ts";

/** What came of all trials, in one sentence or two. */
export function headlineOf(report: TrialsReport): string {
  return "mutations" in report ? mutationHeadline(report) : ablationHeadline(report);
}

function mutationHeadline({ trials }: MutationReport): string {
  const of = (kind: "damage" | "harmless") => {
    const own = trials.filter((trial) => trial.kind === kind);
    const toned = (tone: string) => own.filter((trial) => mutantOutcome(trial).tone === tone);
    return { all: own.length, good: toned("good"), bad: toned("bad"), open: toned("open").length };
  };
  const [damage, harmless] = [of("damage"), of("harmless")];
  const sentences = [
    damage.all === 0
      ? ""
      : `The gate caught ${damage.good.length} of ${counted(damage.all, "planted damage")}${aside(damage, "passed unseen")}.`,
    harmless.all === 0
      ? ""
      : `Of ${counted(harmless.all, "harmless edit")} it let ${harmless.good.length || "none"} pass${aside(harmless, "stopped")}.`,
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** "; 2 passed unseen (a, b), 1 is open". */
function aside({ bad, open }: { bad: readonly Trial[]; open: number }, what: string): string {
  const parts = [
    ...(bad.length === 0 ? [] : [`${bad.length} ${what} (${bad.map(({ id }) => id).join(", ")})`]),
    ...(open === 0 ? [] : [`${open} ${open === 1 ? "is" : "are"} open`]),
  ];
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}

function ablationHeadline({ trials }: AblationReport): string {
  const of = (...states: Trial["state"][]) => trials.filter(({ state }) => states.includes(state));
  const [missed, spare] = [of("regressed"), of("not_regressed", "improved")];
  const open = trials.length - missed.length - spare.length;
  const tokens = spare.reduce((sum, each) => sum + each.tokens, 0);
  const share = spare.reduce((sum, each) => sum + each.share, 0);
  const parts = [
    `${missed.length} of ${counted(trials.length, "section")} ${missed.length === 1 ? "is" : "are"} missed when left out`,
    ...(spare.length === 0
      ? []
      : [
          `${spare.length} ${spare.length === 1 ? "is" : "are"} not (about ${counted(tokens, "token")}, ${percent(share)} of the prompt)`,
        ]),
    ...(open === 0 ? [] : [`${open} ${open === 1 ? "is" : "are"} open`]),
  ];
  return `${parts.join(", ")}.`;
}

/** What a reader must know before believing the headline. */
export function notesOf(report: TrialsReport): string[] {
  const { replies, gate, trials, scenarios, maxCalls } = report;
  const costs = trials.map(({ costUsd }) => costUsd);
  const cost = costs.includes(null) ? null : costs.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const calls = trials.reduce((sum, each) => sum + each.calls, 0);
  const kept = trials.reduce((sum, each) => sum + each.kept, 0);
  const gating = gate.gating.map(({ criterion, margin }) => `${criterionWords(criterion)} (${margin})`);
  return [
    `${REPLIES_WORDS[replies].label}. ${REPLIES_WORDS[replies].means}`,
    ...("mutations" in report ? mutationNotes(report) : ablationNotes(report)),
    `The gate decides on ${gating.join(", ")}, each with the drop that it tolerates, over ${counted(scenarios, "scenario")} and at most ${counted(maxCalls, "call")} a trial.`,
    `${counted(calls, "call")}${kept > 0 ? `, ${kept.toLocaleString("en-GB")} of them answered before` : ""}; this start cost ${dollars(cost)}.`,
  ];
}

function mutationNotes({ trials, gate }: MutationReport): string[] {
  const isGated = (name: string) => gate.gating.some(({ criterion }) => criterion === name);
  const blind = trials.filter(({ kind, breaks }) => kind === "damage" && !breaks.some(isGated));
  return [
    "An edit counts as caught when the gate would have stopped it, by whatever criterion; as passed when the gate would have cleared it.",
    ...(blind.length === 0
      ? []
      : [
          `What these break is not in the gate, which can notice them by something else only: ${blind.map(({ id, breaks }) => `${id} (${breaks.map(criterionWords).join(", ")})`).join("; ")}.`,
        ]),
  ];
}

function ablationNotes({ gate, trials }: AblationReport): string[] {
  return [
    "Not missed: without the section no criterion of the gate fell by the drop that it tolerates. The section may still serve what no scenario asks for, and two sections that say the same are each not missed.",
    `Trials are read together, so they share the gate's error rates: a section is wrongly called missed with a chance of ${percentOf(gate.alpha)} at most and wrongly called not missed with ${percentOf(gate.beta)}, any of the ${trials.length} with ${percentOf(gate.alpha * trials.length)} and ${percentOf(gate.beta * trials.length)}.`,
  ];
}

function percentOf(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** A trial as its line shows it. */
export interface TrialLine {
  trial: Trial;
  outcome: Outcome;
  /** What should break, or what the section takes. */
  about: string;
  /** Why the edit is among the trials; "" where that needs no words. */
  why: string;
  moved: string[];
}

/** The trials as lines: what nobody noticed or missed, then what is open, then the rest; each in the report's order. */
export function linesOf(report: TrialsReport): TrialLine[] {
  const lines =
    "mutations" in report
      ? report.trials.map((trial) => ({
          trial,
          outcome: mutantOutcome(trial),
          about: aboutMutant(trial),
          why: trial.why,
          moved: movedWords(trial, trial.breaks),
        }))
      : report.trials.map((trial) => ({
          trial,
          outcome: ablationOutcome(trial),
          about: aboutAblation(trial),
          why: "",
          moved: movedWords(trial, []),
        }));
  return TONES.flatMap((tone) => lines.filter(({ outcome }) => outcome.tone === tone));
}

const TONES = ["bad", "open", "good"] as const;

/**
 * Criteria that moved by the gate's word, and else the gating ones that were measured; with them those that should break:
 * "Directness 0.82 → 0.41 (−0.41)".
 */
function movedWords(
  { regressed, improved, criteria, critical }: Trial,
  breaks: readonly CriterionName[],
): string[] {
  const decided = [...regressed, ...improved];
  const shown = criteria.filter(
    ({ name, tier }) =>
      breaks.includes(name) || (decided.length > 0 ? decided.includes(name) : tier === "gating"),
  );
  return [
    ...shown.map(
      ({ name, a, b, difference }) =>
        `${criterionWords(name)} ${score(a)} → ${score(b)} (${signed(difference)})`,
    ),
    ...(critical.length === 0 ? [] : [`newly fails: ${critical.join(", ")}`]),
  ];
}

/** "Right verdicts, Directness", or "harmless". */
export function aboutMutant({ kind, breaks }: Pick<Mutant, "kind" | "breaks">): string {
  return kind === "harmless" ? "harmless" : breaks.map(criterionWords).join(", ");
}

/** "433 (10%)". */
export function aboutAblation({ tokens, share }: Pick<Ablation, "tokens" | "share">): string {
  return `${tokens.toLocaleString("en-GB")} (${percent(share)})`;
}

/** The heads of a report's columns. */
export function headsOf(report: TrialsReport): [name: string, about: string, outcome: string] {
  return "mutations" in report
    ? ["Planted edit", "Breaks", "The gate"]
    : ["Section left out", "Tokens, about", "By the gate"];
}

/** "enterprise-sales-director 1.0.0 (9d813f94fd44), anthropic:claude-sonnet-5, judge none". */
export function subjectWords({ persona, model, judge }: TrialsReport): string {
  return `${persona.name} ${persona.version} (${persona.sha256.slice(0, 12)}), ${model}, judge ${judge ?? "none"}`;
}
