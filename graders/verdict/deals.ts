import type { ReplyVerdict } from "../../src/records/grade.ts";
import type { VerdictContext, VerdictMention } from "./reading.ts";
import type { Unit } from "./units.ts";

/** Names that are labels, roles, days or months, not deals. */
const NOT_A_DEAL =
  /^(?:pass|fail|good|bad|before|after|pros?|cons?|strengths?|weakness(?:es)?|signals?|metrics|for|against|if|upside|downside|green|amber|red|who|when|where|criteria|process|competition|verdict|recommendation|bottom|call|status|priority|rating|forecast|owner|action|decision|position|plan|next|risk|stage|note|today|tomorrow|tl|step|option|week|day|phase|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|champion|economic|budget|pain|metrics|competition|paper|timeline|answer|yes|no|go|walk|exit|neither|if|still|summary|headline|my|the|what|why|how|so|and|but|reality|conclusion)\b/i;
const LEAD =
  /^[^A-Za-z\u00c0-\u024f0-9]*((?:[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f0-9&.'-]*)(?:\s+(?:[A-Z\u00c0-\u00de]|&)[A-Za-z\u00c0-\u024f0-9&.'-]*){0,3})\s*(?:\([^)]{0,40}\)\s*)?(?::|\s[—–-]\s|—|→|->)/;

/**
 * The verdict per deal, where a reply names at least two deals each with its own ("Acme: pursue. Bolt: drop."). A deal
 * with none or with two different verdicts reads as `needs_judge`. Undefined for a reply about one deal.
 */
export function perDealOf(
  units: Unit[],
  mentions: VerdictMention[],
  context: VerdictContext,
): Record<string, ReplyVerdict> | undefined {
  const names = distinct(context.dealNames ?? []);
  const found = new Map<string, Set<ReplyVerdict>>();
  const sentences = new Set(mentions.filter(isStance).map((mention) => mention.sentence.start));
  for (const unit of units) {
    if (!sentences.has(unit.start)) continue;
    const name = dealOf(unit, names, context);
    if (!name) continue;
    for (const mention of mentions) {
      if (mention.sentence.start !== unit.start || !isStance(mention)) continue;
      found.set(name, (found.get(name) ?? new Set()).add(mention.said as ReplyVerdict));
    }
  }
  const known = names.length >= 2 ? names : [...found.keys()];
  if (known.length < 2 || found.size < 2) return undefined;
  return Object.fromEntries(known.map((name) => [name, onlyOf(found.get(name))]));
}

function dealOf(unit: Unit, names: string[], context: VerdictContext): string | undefined {
  const lead = unit.row?.lead || LEAD.exec(unit.text)?.[1] || "";
  const named = names.find((name) => (lead || unit.text).toLowerCase().includes(name.toLowerCase()));
  if (named) return named;
  if (names.length >= 2 || lead === "" || NOT_A_DEAL.test(lead)) return undefined;
  if (unit.row && !unit.label) return undefined;
  if (context.people?.some((person) => person.toLowerCase().includes(lead.toLowerCase()))) return undefined;
  return lead;
}

function isStance(mention: VerdictMention): boolean {
  if (!/^(?:pursue|develop|disqualify)$/.test(mention.said)) return false;
  return mention.counted;
}

function onlyOf(verdicts: Set<ReplyVerdict> | undefined): ReplyVerdict {
  const [first] = verdicts ?? [];
  return verdicts?.size === 1 && first ? first : "needs_judge";
}

/** Drops a name that is contained in another: "Lakeridge" and "Lakeridge Hospitals" are one deal. */
function distinct(names: string[]): string[] {
  return names.filter(
    (name) => !names.some((other) => other !== name && other.toLowerCase().includes(name.toLowerCase())),
  );
}
