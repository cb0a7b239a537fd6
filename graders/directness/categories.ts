import type { Unit } from "../verdict/units.ts";
import type { Course } from "./stands.ts";

/**
 * The forecast category that a line or a cell of a table gives the deal now: "Forecast: best case", "Category | Q3 commit",
 * "Pipeline." as a sentence of its own. One with a date or condition beside it ("commit once …") is none: it may change.
 */
export function categoryIn({ text, row, kind, question }: Unit): { course: Course } | undefined {
  if (question) return undefined;
  const value = row ? (NAMED.test(row.lead) && !CHOICES.test(row.heads) ? text : undefined) : valueIn(text);
  if (value === undefined || kind === "heading") return undefined;
  const found = VALUE.exec(value);
  const word = found?.[1]?.toLowerCase();
  if (!found || word === undefined || LATER.test(value.slice(found[0].length))) return undefined;
  return {
    course:
      word === "commit" ? "commit" : word.startsWith("omit") || word.startsWith("out") ? "out" : "below",
  };
}

function valueIn(text: string): string | undefined {
  const label = LABELLED.exec(text);
  if (label) return text.slice(label[0].length);
  return ALONE.test(text) ? text : undefined;
}

const NAMED = /^\W*(?:\p{L}+ )?(?:forecast(?: (?:call|category|position|entry))?|category)\W*$/iu;
const LABELLED =
  /^\W*(?:\p{L}+ )?(?:forecast(?: (?:call|category|position|entry))?|category)(?: \([^)]*\))?\W*[:–—=]\W*/iu;
const ALONE = /^\W*(?:commit|best[- ]case|pipeline|upside|omit(?:ted)?)\W*$/iu;
const VALUE =
  /^\W*(?:(?:in|as|at|into|stays|keep|leave|carry|it|q[1-4]|fy\d+|the|a|for|now|today|still|strategic|long-range)\W+)*(commit|best[- ]case|pipeline|upside|omit(?:ted)?|out(?! of (?:commit|best)))\b(?! to\b)/iu;
const LATER = /\b(?:if|once|when|after|until|unless|then|on|by|from|later|not|would|could)\b|→|->|\/|\bor\b/i;
const CHOICES = /\b(?:if|when|options?|scenario|trigger|case|condition|rationale)\b/i;
