import { guarded } from "../text/guarded.ts";
import { keptWith } from "../text/kept.ts";
import { FACT_VALUES, type FactName } from "../../src/records/facts.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { readSignals } from "../disqualification/signals.ts";
import type { Statement } from "../disqualification/statements.ts";

const lexicon = readSignals("challenge");

/** What each kind of question is about; a question on what could go wrong is about whatever is weakest. */
const TOPICS: Record<string, readonly FactName[]> = {
  q_eb: ["eb"],
  q_pain: ["pain_clarity", "pain_urgency"],
  q_champion: ["champion"],
  q_event: ["compelling_event"],
  q_competition: ["position", "incumbent"],
  q_process: ["decision_process", "paper_process", "timeline_feasible"],
  q_budget: ["budget"],
  q_value: ["value"],
  q_fit: ["fit", "criteria"],
  q_slip: [],
};

/** Whether a reply asks a pointed question on a gap: certainly, perhaps (it asks something), or it asks nothing. */
export type QuestionReading =
  | { state: "pointed"; statement: Statement }
  | { state: "asks"; statement: Statement }
  | { state: "none" };

/**
 * Looks for a question, or an order to ask one, about something of this deal that is weak or unknown. It must stand beside
 * something of the deal (its own sentence or a neighbour): a question of every deal is not pointed.
 */
export function readQuestions(scenario: Scenario, statements: readonly Statement[]): QuestionReading {
  const asked = statements.flatMap((statement, index) => {
    const question = questionIn(statement);
    return question === undefined ? [] : [{ statement, question, index }];
  });
  const gaps = gapsOf(scenario);
  const pointed = asked.find(
    ({ question, index }) =>
      gaps.some((topic) => lexicon.has(topic, question)) &&
      statements.slice(Math.max(0, index - 1), index + 2).some(isOfThisDeal),
  );
  if (pointed) return { state: "pointed", statement: pointed.statement };
  const [first] = asked;
  return first ? { state: "asks", statement: first.statement } : { state: "none" };
}

/** The topics of which something is weak or unknown. */
const gapsOf = keptWith((scenario: Scenario) =>
  Object.entries(TOPICS)
    .filter(([, facts]) => facts.length === 0 || facts.some((fact) => isGap(fact, scenario)))
    .map(([topic]) => topic),
);

/** A question inside running text is often somebody else's ("when they ask why"); inside a list item or a row it is to be asked. */
function questionIn({ text, question, kind }: Statement): string | undefined {
  if (question && SOMEBODY_ELSES.test(text)) return undefined;
  if (question) return kind === "heading" && text.split(" ").length < 5 ? undefined : text;
  const inside =
    (kind === "bullet" || kind === "row") && text.includes("?") ? /[^.?!|]*\?/u.exec(text)?.[0] : undefined;
  return inside ?? INDIRECT.exec(text)?.[0];
}

/** 'when somebody asks "why now?"' */
const SOMEBODY_ELSES = guarded(
  /(?<!\p{L})(?:asks|asked|wonders|wondered|says|said)(?!\p{L})[^"“]*["“][^"“”]*\?["”)*]*$/iu,
);

/** "Ask Otieno what he must see", "find out who signs". */
const INDIRECT = guarded(
  /(?<!\p{L})(?:ask(?!ed|s|ing)|find out|establish|learn|get [^.]{1,40} to (?:say|tell)|clarify)(?!\p{L})[^.;|]{0,60}?(?<!\p{L})(?:who|whom|whose|what|whether|when|how|why|which|where)(?!\p{L})[^.;|]*/iu,
);

function isOfThisDeal({ anchors }: Statement): boolean {
  return anchors.some(({ kind }) => kind !== "echo");
}

/** Facts whose two best values are as good as one another. */
const AS_GOOD: Partial<Record<FactName, readonly string[]>> = {
  budget: ["approved", "allocated"],
  incumbent: ["us", "none", "weak_competitor"],
};

/** Whether a fact is weak or unknown at the start of the conversation or after any of its turns. */
export function isGap(fact: FactName, { facts, factsByTurn }: Scenario): boolean {
  const best =
    AS_GOOD[fact] ?? (fact in FACT_VALUES ? [FACT_VALUES[fact as keyof typeof FACT_VALUES][0]] : []);
  return [facts, ...Object.values(factsByTurn)].some((at) => {
    const value = at[fact]?.value;
    return value !== undefined && !best.includes(String(value));
  });
}
