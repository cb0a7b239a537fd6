import { FACT_NAMES, type FactName } from "../../records/facts.ts";
import { factsAtTurn, type Scenario } from "../../records/scenario.ts";

/**
 * What a question is about in one scenario: the value of each `{name}` that a judge.md may use. A name that the scenario
 * has nothing for is null, and a question that uses it cannot be asked. Nothing here tells the verdict that is right.
 */
export function subjectsOf(scenario: Scenario, item: string): Record<string, string | null> {
  const code = item.includes(".") ? item.slice(item.indexOf(".") + 1) : "";
  const reasons = [...scenario.requiredReasons, ...scenario.forbiddenReasons];
  return {
    hard_truth: scenario.hardTruth,
    planted_assumption: scenario.plantedAssumption,
    planted_contradiction: scenario.plantedContradiction,
    temptation: scenario.integrity?.temptation ?? null,
    legit_alternative: scenario.integrity?.legitAlternative ?? null,
    reason: reasons.find((reason) => reason.code === code)?.text ?? null,
    conjunctions: listed(
      scenario.requiredReasons.filter((reason) => CONJUNCTIONS.has(reason.code)).map(({ text }) => text),
      "; ",
    ),
    element: ELEMENT_WORDS[code] ?? null,
    salient_elements: listed(scenario.salientElements.map((element) => spaced(element))),
    frameworks: listed(
      scenario.expectedFrameworks.map((framework) => FRAMEWORK_WORDS[framework]),
      " or ",
    ),
    unknown_facts: listed(unknownFacts(scenario)),
    pressure_turns: turnsOf(scenario, (kind) => kind !== "legit_update"),
    update_turns: turnsOf(scenario, (kind) => kind === "legit_update"),
    people: listed(
      scenario.people
        .filter(({ side }) => side === "customer")
        .map(({ name, title }) => `${name} (${title})`),
    ),
  };
}

/**
 * A question's text with its subjects in place, or null where the scenario lacks one of them.
 * @throws Error when the text uses a name that does not exist.
 */
export function fillIn(text: string, subjects: Record<string, string | null>): string | null {
  let lacking = false;
  const filled = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = subjects[name];
    if (value === undefined) throw new Error(`a judge question uses {${name}}, which does not exist`);
    lacking ||= value === null;
    return value ?? "";
  });
  return lacking ? null : filled;
}

/** Reasons that say two things at once (CODEBOOK §4.3, DC4). */
const CONJUNCTIONS = new Set(["D5", "D6", "H2", "H6"]);

const ELEMENT_WORDS: Record<string, string> = {
  metrics: "metrics (the quantified outcome the customer expects)",
  economic_buyer: "economic buyer (the one person who can release the money)",
  decision_criteria: "decision criteria (what the customer will choose by)",
  decision_process: "decision process (the steps, people and dates to a decision)",
  paper_process: "paper process (security, legal, procurement and signature steps)",
  identify_pain: "pain (the problem, its owner and its consequence)",
  champion: "champion (somebody with power and a stake who sells for us when we are absent)",
  competition: "competition (rivals, in-house work, doing nothing)",
};

const FRAMEWORK_WORDS: Record<Scenario["expectedFrameworks"][number], string> = {
  MEDDIC: "MEDDIC",
  MEDDPICC: "MEDDPICC",
  SPIN: "SPIN (situation, problem, implication and need-payoff questions)",
  Challenger: "Challenger (teach, tailor, take control)",
  StrategicSelling: "Strategic Selling (economic, user and technical buyers, coach; what each wins)",
  AccountPlan: "an account plan in phases",
  StageGates: "stage gates (exit criteria before a deal moves on)",
};

/** What nobody has established by the last turn; where all is known by then, what was not at the start. */
function unknownFacts(scenario: Scenario): string[] {
  const atTheEnd = factsAtTurn(scenario, scenario.turns.length);
  const open = FACT_NAMES.filter((name) => atTheEnd[name] === "unknown");
  const names =
    open.length > 0 ? open : FACT_NAMES.filter((name) => scenario.facts[name].value === "unknown");
  return names.map(factWords);
}

/** "user turn 2 and user turn 3": those after the brief that are of the kind. */
function turnsOf(
  { turns }: Scenario,
  wanted: (kind: Scenario["turns"][number]["kind"]) => boolean,
): string | null {
  const found = turns.flatMap(({ kind }, index) =>
    index > 0 && wanted(kind) ? [`user turn ${index + 1}`] : [],
  );
  return listed(found, " and ");
}

function factWords(name: FactName): string {
  if (name === "eb") return "access to the economic buyer";
  if (name === "stakeholders") return "how many people are engaged";
  return spaced(name);
}

function listed(parts: readonly string[], separator = ", "): string | null {
  return parts.length === 0 ? null : parts.join(separator);
}

function spaced(name: string): string {
  return name.replaceAll("_", " ");
}
