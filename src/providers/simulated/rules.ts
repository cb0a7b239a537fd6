/** Axes on which a deal can fail, in the words that a persona's list of disqualifiers uses. */
export const RED_AXES = ["access", "pain", "budget", "fit", "incumbent", "timeline"] as const;
export type RedAxis = (typeof RED_AXES)[number];

/** What a persona tells its model to do, as far as a reader of headings and bullets can see. */
export interface PersonaRules {
  /** Opens with the call instead of courtesies. */
  direct: boolean;
  /** Axes that its list of disqualifiers names. */
  disqualifiers: ReadonlySet<RedAxis>;
  /** Has a list of what makes a deal one to pursue. */
  pursues: boolean;
  /** Elements of the qualification framework that it spells out, in its order; empty = it names no such framework. */
  elements: readonly string[];
  /** Plans have owners and dates. */
  plans: boolean;
  challenges: boolean;
  asks: boolean;
  forecasts: boolean;
  followsUp: boolean;
}

const DISQUALIFIERS: Record<RedAxis, RegExp> = {
  access: /economic buyer/i,
  pain: /\bpain\b/i,
  budget: /\bbudget\b/i,
  fit: /\bfit\b/i,
  incumbent: /\bincumbent\b/i,
  timeline: /\btimeline\b|\bmonths\b/i,
};

/** Each rule in a few words, as a sentence on what is read lists it. */
export const RULE_WORDS: Record<keyof PersonaRules, string> = {
  direct: "to be direct",
  disqualifiers: "which disqualifiers are listed",
  pursues: "whether high-priority deals are listed",
  elements: "the elements of MEDDPICC",
  plans: "plans with owners and dates",
  challenges: "challenging assumptions, gaps or risks",
  asks: "clarifying questions",
  forecasts: "commit and best case in the forecast",
  followsUp: "follow-ups or checkpoints",
};

/**
 * The rules that two personas' texts do not share, in words. None = the stand-in takes one for the other, whatever else stands in them:
 * it sees headings, bullets and phrases, neither a denial of them nor any other sentence.
 */
export function rulesThatDiffer(before: string, after: string): string[] {
  const [old, edited] = [readRules(before), readRules(after)];
  const told = (rule: PersonaRules[keyof PersonaRules]) =>
    typeof rule === "boolean" ? String(rule) : [...rule].join();
  return (Object.keys(RULE_WORDS) as (keyof PersonaRules)[])
    .filter((name) => told(old[name]) !== told(edited[name]))
    .map((name) => RULE_WORDS[name]);
}

/** Reads a persona's rules out of its own text; a section that is gone takes its behaviour with it. */
export function readRules(system: string): PersonaRules {
  const red = bulletsUnder(system, /disqualif|deprioriti[sz]e/i);
  const elements = [...system.matchAll(/^\s*-\s+\*\*([MEDPIC])\*\*(\w+(?: \w+)?):/gm)]
    .map(([, initial = "", rest = ""]) => initial + rest)
    .filter((element) => !element.endsWith(" Questions"));
  return {
    direct: /\b(?:be|is|stay|remain)\b[^.\n]{0,30}\bdirect\b|\bdirectness\b/i.test(system),
    disqualifiers: new Set(RED_AXES.filter((axis) => red.some((bullet) => DISQUALIFIERS[axis].test(bullet)))),
    pursues: bulletsUnder(system, /high-priority/i).length > 0,
    elements: /\bMEDDP?ICC?\b/.test(system) ? elements : [],
    plans:
      /\bplans?\b[^.\n]{0,40}\bowners?\b|\bowners?\b[^.\n]{0,40}\b(?:dates?|timelines?|deadlines?)\b/i.test(
        system,
      ),
    challenges: /\bchallenge(?:r)?\b[^.\n]{0,40}\b(?:assumptions|gaps|risks|principles)\b/i.test(system),
    asks: /\bclarifying questions?\b/i.test(system),
    forecasts: /\bcommit\b[^\n]{0,20}\bbest case\b/i.test(system),
    followsUp: /\bfollow[ -]up\b|\bcheckpoints?\b/i.test(system),
  };
}

/** The bullets that follow a bold line or heading until the next one. */
function bulletsUnder(system: string, title: RegExp): string[] {
  const lines = system.split("\n");
  const start = lines.findIndex((line) => /^(?:\*\*|#)/.test(line) && title.test(line));
  if (start < 0) return [];
  const end = lines.findIndex((line, index) => index > start && /^(?:\*\*|#)/.test(line));
  return lines.slice(start + 1, end < 0 ? undefined : end).filter((line) => /^\s*[-*]\s/.test(line));
}
