import { guarded } from "../text/guarded.ts";
import { isConditional, isNegated } from "./modality.ts";
import { REASON_RULES, type ReasonRule } from "./reasonRules.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";

const contraries = readSignals("reason_contraries");
const signals = readSignals("reasons");

/**
 * Whether a sentence takes the weight off what it reports: "is noise", "can be seen as an opportunity", "I'd be careful with it";
 * of a gap or a disqualifier also that it is settled: "closed", "no longer stands".
 */
export function isDismissed(code: string, statement: Statement): boolean {
  const text = withoutQuotes(statement.text);
  if (contraries.has("dismissed", text)) return true;
  return !(code in MISSING) && contraries.find("settled", text).some(({ start }) => !isNegated(text, start));
}

/**
 * The first statement that asserts the contrary of a reason: of a gap or a disqualifier, that all is well there (in words, or
 * by a mark in a score card); of a strength (H1 to H6), that it is missing.
 */
export function findContrary(code: string, statements: readonly Statement[]): Statement | undefined {
  const rule = REASON_RULES[code];
  if (!rule) return undefined;
  const missing = MISSING[code];
  return statements.find((statement) => {
    if (statement.question || statement.script) return false;
    const text = withoutQuotes(statement.text);
    if (missing) return missing.some((signal) => asserts(signals.find(signal, text), text));
    return isTicked(rule, text) || asserts(contraries.find(rule.topic, text), text);
  });
}

/** What denies a strength: classes of graders/lexicons/reasons.yaml. */
const MISSING: Record<string, readonly string[]> = {
  H1: ["refused", "thin_access"],
  H2: ["no_pain", "no_money"],
  H3: ["no_champion"],
  H4: ["misfit"],
  H5: ["no_event", "parity"],
  H6: ["tight_dates", "nothing_between"],
};

function asserts(spans: readonly { start: number }[], text: string): boolean {
  return spans.some(({ start }) => !isNegated(text, start) && !isConditional(text, start));
}

/** "Economic Buyer ✔", "| Metrics | ✅ Strong |": an element of a score card ticked off with nothing more said of it. */
function isTicked({ topic }: ReasonRule, text: string): boolean {
  const label = LABELS[topic];
  return label !== undefined && TICK.test(text) && label.test(text);
}

const TICK = guarded(/[✔✅✓☑🟢]/u);

const LABELS: Record<string, RegExp | undefined> = {
  access: /economic buyer[^.✔✅✓☑🟢]{0,12}[✔✅✓☑🟢]/iu,
  budget: /(?:budget|funding)[^.✔✅✓☑🟢]{0,12}[✔✅✓☑🟢]/iu,
  pain: /(?:pain|urgency)[^.✔✅✓☑🟢]{0,12}[✔✅✓☑🟢]/iu,
  competition: /compet\w+[^.✔✅✓☑🟢]{0,12}[✔✅✓☑🟢]/iu,
  champion: /champion[^.✔✅✓☑🟢]{0,12}[✔✅✓☑🟢]/iu,
  value: /(?:metrics|value)[^.✔✅✓☑🟢]{0,12}[✔✅✓☑🟢]/iu,
  fit: /(?:fit|criteria)[^.✔✅✓☑🟢]{0,12}[✔✅✓☑🟢]/iu,
  timeline: /(?:timeline|process)[^.✔✅✓☑🟢]{0,12}[✔✅✓☑🟢]/iu,
};
