/** A lead-in that announces a stance ("Verdict:", "Bottom line —", "Priority:"). */
export interface Label {
  kind: "verdict" | "rating" | "forecast" | "reading";
  /** Offset in the sentence where the announced words begin. */
  end: number;
  final: boolean;
  /** True where an earlier sentence of the same block bears the label. */
  carried?: boolean;
}

const QUALIFIERS = String.raw`(?:(?:my|our|the|final|overall|deal|current|short|quick|net|straight|honest|updated|revised|initial|provisional|qualification|working|go\/no-go|[A-Za-z\u00c0-\u024f]+'s|plain|executive|one-line|director's|sales)\s+){0,3}`;
const NAMES: Record<Label["kind"], string> = {
  verdict: String.raw`verdict|reco?|go\s?\/\s?no[- ]?go|bottom[- ]line|recommendation|recommended action|call|position|decision|stance|conclusion|disposition|outcome|judge?ment|ruling|tl;?dr|i recommend|what i'd do|in short|net[- ]net|net|so what`,
  rating: String.raw`priority|rating|status|classification|qualification(?: status| rating| verdict)?|assessment|category|deal class|class|tier`,
  forecast: String.raw`forecast(?: call| category| position)?`,
  reading: String.raw`answer|view|take|read|advice|version|summary|headline|opinion|instinct|lean|short`,
};
const TAIL = String.raw`(?:\s+(?:for|on|of|at|as of|today|now|this)\b[^:.|?—–]{0,40}|\s*\([^)]{0,40}\))?`;

const LEADS = (Object.keys(NAMES) as Label["kind"][]).map((kind) => ({
  kind,
  lead: new RegExp(
    String.raw`^[^A-Za-z\u00c0-\u024f0-9]*(?:\d+[.)]\s*)?${QUALIFIERS}(?:${NAMES[kind]})${TAIL}\s*(?::|\s[—–-]+\s|—|–|->|→|=|\bis(?=\s*:))`,
    "i",
  ),
  whole: new RegExp(
    String.raw`^[^A-Za-z\u00c0-\u024f0-9]*(?:\d+[.)]\s*)?${QUALIFIERS}(?:${NAMES[kind]})${TAIL}[^A-Za-z\u00c0-\u024f0-9]*$`,
    "i",
  ),
}));

/** A piece of every name above: most sentences have none, and need no closer look. */
const MAYBE =
  /verdict|bottom|recommend|call|position|decision|stance|conclusion|disposition|outcome|judg|ruling|tl;?dr|what i'd|so what|priorit|rating|status|class|qualif|assess|categor|tier|forecast|answer|view|take|read|advice|version|summary|headline|opinion|instinct|lean|short|\breco?\b|\bnet\b|go\s?\//i;

/** The label at the beginning of a sentence. */
export function labelOf(sentence: string): Label | undefined {
  const start = sentence.slice(0, 120);
  if (!/[:—–=→-]/.test(start) || !MAYBE.test(start)) return undefined;
  for (const { kind, lead } of LEADS) {
    const match = lead.exec(start);
    if (match) return { kind, end: match[0].length, final: /\b(?:final|revised|updated)\b/i.test(match[0]) };
  }
  return undefined;
}

/** The label that a heading, a row's first cell or a column's head is as a whole ("Verdict", "My call"). */
export function sectionLabel(heading: string): Label | undefined {
  if (heading.length > 60 || !MAYBE.test(heading)) return undefined;
  for (const { kind, whole } of LEADS) {
    if (whole.test(heading)) return { kind, end: 0, final: /\b(?:final|revised|updated)\b/i.test(heading) };
  }
  return undefined;
}
