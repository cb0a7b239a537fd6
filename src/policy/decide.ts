import type { Decision, Disposition, ForecastCap, GoldVerdict } from "../records/decision.ts";
import { FACT_VALUES, type FactName, type Facts } from "../records/facts.ts";
import type { GateFacts } from "../records/gates.ts";
import type { Policy } from "../records/policy.ts";
import { AXES, type Axis } from "./axes.ts";
import { inspectGates } from "./gates.ts";
import { atOrAfter } from "./stages.ts";

/** Disqualifiers in the order in which they are listed. */
const RED_ORDER = ["D1", "D2", "D3", "D4", "D5", "D6", "P4"];

/**
 * What the policy says of one set of facts (CODEBOOK §2.3). Total: every set of facts has a decision. An unknown fact never
 * disqualifies and never earns a pursue. `gates` adds what is known of the exits of Proof, Negotiation and Close.
 */
export function decide(facts: Facts, policy: Policy, gates: GateFacts = {}): Decision {
  const axes = AXES.map((axis) => assess(axis, facts, policy));
  const red = RED_ORDER.filter((code) => axes.some((axis) => axis.red === code));
  const amber = axes.flatMap((axis) => axis.amber ?? []);
  const open = axes.filter((axis) => axis.open.length > 0);
  const verdict = verdictOf(red, amber, open.length);
  const { findings, supportedStage } = inspectGates(facts, gates);
  return {
    verdict,
    disposition: verdict === "disqualify" ? dispositionOf(red, facts, policy) : null,
    provisional: verdict === "develop_medium" && open.length >= policy.provisionalAxes,
    red,
    amber,
    ask: open.map(({ name }) => name),
    flags: [...riskFlags(facts, policy), ...findings],
    forecastCap: forecastCapOf(verdict, facts, policy, findings),
    supportedStage,
    askFacts: [...open.filter(isDecisive), ...open.filter((axis) => !isDecisive(axis))].flatMap(
      (axis) => axis.open,
    ),
  };
}

interface Assessment {
  name: string;
  red: string | undefined;
  amber: string | undefined;
  /** Unknown facts on which the axis still hangs. */
  open: FactName[];
  /** The disqualifier that the worst answers to `open` would bring. */
  atWorst: string | undefined;
}

function assess(axis: Axis, facts: Facts, policy: Policy): Assessment {
  const redOf = (known: Facts) => (axis.red?.when(known, policy) ? axis.red.code : undefined);
  const red = redOf(facts);
  if (red !== undefined) return { name: axis.name, red, amber: undefined, open: [], atWorst: red };
  const open = axis.hangsOn(facts, policy).filter((name) => facts[name] === "unknown");
  return {
    name: axis.name,
    red,
    amber: axis.amber.when(facts, policy) ? axis.amber.code : undefined,
    open,
    atWorst: redOf(withWorst(facts, open)),
  };
}

function withWorst(facts: Facts, names: readonly FactName[]): Facts {
  const worst = names.map((name) => [name, worstOf(name)]);
  return { ...facts, ...(Object.fromEntries(worst) as Partial<Facts>) };
}

function worstOf(name: FactName): string | number {
  if (name === "timeline_months") return Number.MAX_VALUE;
  if (name === "stakeholders") return 0;
  return name === "stage" ? "unknown" : (FACT_VALUES[name].at(-1) ?? "unknown");
}

function isDecisive({ atWorst }: Assessment): boolean {
  return atWorst !== undefined;
}

function verdictOf(red: string[], amber: string[], openAxes: number): GoldVerdict {
  if (red.length > 0) return "disqualify";
  return amber.length === 0 && openAxes === 0 ? "pursue_high" : "develop_medium";
}

/** `close` = structural; `deprioritize` = one disqualifier that time or an event can cure. */
function dispositionOf(red: string[], facts: Facts, policy: Policy): Disposition {
  const structural = red.includes("D4") || facts.pain_clarity === "none";
  return structural || red.length >= policy.closingReds ? "close" : "deprioritize";
}

function riskFlags(facts: Facts, { contacts, stages }: Policy): string[] {
  const { stakeholders, compelling_event: event, paper_process: paper } = facts;
  const thin =
    stakeholders !== "unknown" && stakeholders >= contacts.fewest && stakeholders < contacts.enough;
  const paperOpen = paper === "partial" || paper === "unmapped";
  return [
    ...(thin ? ["R_THREAD"] : []),
    ...(event === "none" ? ["R_NO_EVENT"] : []),
    ...(event === "claimed" || event === "unknown" ? ["R_EVENT_UNVERIFIED"] : []),
    ...(paperOpen && atOrAfter(facts.stage, stages.paperProcessNeededFrom) ? ["R_PAPER"] : []),
  ];
}

function forecastCapOf(
  verdict: GoldVerdict,
  facts: Facts,
  policy: Policy,
  gateFindings: string[],
): ForecastCap {
  if (verdict === "disqualify") return "omit";
  if (verdict === "develop_medium" || facts.compelling_event === "none") return "pipeline";
  const commit =
    atOrAfter(facts.stage, policy.stages.commitFrom) &&
    facts.compelling_event === "confirmed" &&
    facts.paper_process === "mapped" &&
    gateFindings.length === 0;
  return commit ? "commit" : "best_case";
}
