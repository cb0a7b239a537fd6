import { openingsOf } from "./openings.ts";
import { firstAfter } from "./places.ts";

/**
 * A span of text that says when. `kind`: `date` = a day (or a range of days) of a month, `month` = a month, quarter, half or
 * year, `weekday` = a day of the week, `period` = a bounded stretch counted from now or from another event ("this week",
 * "within 5 days", "day 30", "before the board").
 */
export interface DateToken {
  start: number;
  end: number;
  kind: "date" | "month" | "weekday" | "period";
  /** Day of the month, 1–31; of a range the first one. */
  day?: number;
  /** Last day of a range ("16–20 March"). */
  endDay?: number;
  /** 1–12. */
  month?: number;
  /** Four digits. */
  year?: number;
}

/** Every date, weekday and bounded period in a text, in order and without overlaps; the longest reading wins. */
export function findDates(text: string): DateToken[] {
  const found: DateToken[] = [];
  const places = placesToRead(text);
  for (const [index, { pattern, read }] of READERS.entries()) {
    let from = 0;
    for (const start of places[index] ?? []) {
      if (start < from) continue;
      pattern.lastIndex = start;
      const match = pattern.exec(text);
      if (match === null) continue;
      from = pattern.lastIndex;
      const at = firstAfter(found, start);
      if ((found[at]?.start ?? Infinity) < from) continue;
      const token = read(match.groups ?? {});
      if (token) found.splice(at, 0, { start, end: from, ...token });
    }
  }
  return found;
}

/** For each reader the offsets at which a text may begin as its dates do; none where no reader finds any. */
function placesToRead(text: string): (number[] | undefined)[] {
  const places: (number[] | undefined)[] = [];
  const isLong = text.length >= LONG;
  let latest = -1;
  openings(text, (start, index) => {
    if (isLong && latest !== start && !isAny(text, start)) return false;
    latest = start;
    (places[index] ??= []).push(start);
    return true;
  });
  return places;
}

/** Shorter texts have so few places that it takes less to try them than to compile what tells them apart. */
const LONG = 600;

function isAny(text: string, start: number): boolean {
  ANY.lastIndex = start;
  return ANY.test(text);
}

interface Reader {
  source: string;
  pattern: RegExp;
  read: (groups: Groups) => Omit<DateToken, "start" | "end"> | undefined;
}

type Groups = Record<string, string | undefined>;

function dayOfMonth(groups: Groups): Omit<DateToken, "start" | "end"> | undefined {
  const { day, endDay, month, year } = groups;
  const first = Number(day);
  if (first < 1 || first > 31) return undefined;
  return {
    kind: "date",
    day: first,
    ...number("endDay", endDay),
    ...monthOf(month),
    ...number("year", year),
  };
}

function numeric({ day, month, year }: Groups): Omit<DateToken, "start" | "end"> | undefined {
  const [first, second] = [Number(day), Number(month)];
  if (first < 1 || second < 1 || first > 31 || second > 31 || (first > 12 && second > 12)) return undefined;
  const [dayNumber, monthNumber] = second > 12 ? [second, first] : [first, second];
  return { kind: "date", day: dayNumber, month: monthNumber, ...number("year", year) };
}

function monthOf(name: string | undefined): { month?: number } {
  const index = MONTH_NAMES.indexOf((name ?? "").slice(0, 3).toLowerCase());
  return index === -1 ? {} : { month: index + 1 };
}

function number<K extends string>(key: K, digits: string | undefined): { [Key in K]?: number } {
  return digits === undefined ? {} : ({ [key]: Number(digits) } as { [Key in K]?: number });
}

const MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Written with a capital, so that the verbs "may" and "march" are no months. */
const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?![a-z])(?:\\.(?=\\s\\d))?";
const WEEKDAY =
  "(?:Mon|Tue|Tues|Wed|Weds|Thu|Thur|Thurs|Fri|Sat|Sun)(?:day|nesday|sday|rsday|urday)?(?![a-z])";
const TH = "(?:st|nd|rd|th)?";
const DASH = String.raw`\s{0,2}(?:[-–—/]|to|and|or)\s{0,2}`;
const COUNT = "(?:\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple of|a few)";
const UNIT = "(?:working |business |calendar )?(?:hours?|days?|weeks?|months?|quarters?|fortnights?|hrs?)";
/** Events that a business calendar dates; "before the board" is as good as a day, "before it helps" is not. */
const EVENT =
  "(?:board|committee|call|meeting|readout|read-out|review|demo|kick-?off|steering|deadline|QBR|EBR|one-to-one|one-on-one|1:1|stand-?up|council|panel|sync|check-?in|vote|session|forecast call|workshop|signature|bid date|renewal|go-live|quarter[- ]end|year[- ]end|month[- ]end)";

function reader(
  source: string,
  read: (groups: Groups) => Omit<DateToken, "start" | "end"> | undefined,
  flags = "y",
): Reader {
  return { source, pattern: standingAlone(source, flags), read };
}

function standingAlone(source: string, flags: string): RegExp {
  return new RegExp(
    String.raw`(?<![A-Za-z0-9\u00c0-\u024f$€£])(?:${source})(?![A-Za-z0-9\u00c0-\u024f])`,
    flags,
  );
}

const period = () => ({ kind: "period" }) as const;
const weekday = () => ({ kind: "weekday" }) as const;
const monthOnly = ({ month, year }: Groups) =>
  ({ kind: "month", ...monthOf(month), ...number("year", year) }) as const;

/** Longest readings first: an earlier reader's match keeps later ones off its span. */
const READERS: Reader[] = [
  reader(String.raw`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})`, ({ day, month, year }) =>
    numeric(isoOrder(day, month, year)),
  ),
  reader(
    String.raw`(?:${WEEKDAY},?\s)?(?<day>\d{1,2})${TH}(?:${DASH}(?:${WEEKDAY}\s)?(?<endDay>\d{1,2})${TH})?(?:\sof)?\s(?<month>${MONTH})(?:,?\s(?<year>(?:19|20)\d\d))?`,
    dayOfMonth,
  ),
  reader(
    String.raw`(?:${WEEKDAY},?\s)?(?<month>${MONTH})\s(?<day>\d{1,2})${TH}(?:${DASH}(?<endDay>\d{1,2})${TH})?(?:,?\s(?<year>(?:19|20)\d\d))?`,
    dayOfMonth,
  ),
  reader(String.raw`(?<day>\d{1,2})[./](?<month>\d{1,2})[./](?<year>(?:19|20)\d\d)`, numeric),
  reader(
    String.raw`(?:by|on|before|until|till|from|after|starting|since|to|week of|w/c|${WEEKDAY},?)\s(?<month>1[0-2]|[1-9])/(?<day>[12]\d|3[01]|[1-9])(?!/)`,
    numeric,
  ),
  reader(String.raw`(?<day>0?[1-9]|[12]\d|3[01])\.(?<month>0?[1-9]|1[0-2])\.(?!\d)`, numeric),
  reader(
    String.raw`${WEEKDAY},?\s(?:the\s)?(?<day>\d{1,2})${TH}(?:${DASH}(?:${WEEKDAY}\s)?(?<endDay>\d{1,2})${TH})?`,
    dayOfMonth,
  ),
  reader(
    String.raw`(?:by|on|before|until|till|from|after|to|since)\s(?:the\s)(?<day>\d{1,2})(?:st|nd|rd|th)`,
    dayOfMonth,
  ),
  reader(
    String.raw`the\s(?<day>\d{1,2})(?:st|nd|rd|th)(?!\s(?:time|attempt|floor|percentile|call|email|century))`,
    dayOfMonth,
  ),
  reader(
    String.raw`(?:(?:[Ee]arly|[Mm]id|[Ll]ate|[Ee]nd(?: of)?|[Ss]tart of|[Bb]eginning of|[Mm]iddle of)[\s-]?)?(?<month>${MONTH})(?:${DASH}${MONTH})?(?:,?\s(?<year>(?:19|20)\d\d))?`,
    monthOnly,
  ),
  reader(
    String.raw`(?:(?:[Ee]arly|[Mm]id|[Ll]ate|[Ee]nd(?: of)?|[Ss]tart of)[\s-]?)?(?:Q[1-4]|H[12]|FY)(?:${DASH}(?:Q[1-4]|H[12]))?(?:\s?(?:FY)?'?(?:20)?\d\d)?`,
    monthOnly,
  ),
  reader(
    String.raw`(?:within|in|over|inside|for|after|under)\s(?:the\s)?(?:next\s)?${COUNT}[\s-]${UNIT}`,
    period,
    "iy",
  ),
  reader(String.raw`(?:next|first|last|coming|following)\s${COUNT}\s${UNIT}`, period, "iy"),
  reader(
    String.raw`(?:by|before|until|till|through|at|from)\s(?:the\s)?(?:end of|close of|start of|beginning of|middle of)\s(?:the\s|this\s|next\s)?(?:day|business|week|month|quarter|year|summer|spring|autumn|winter|period)`,
    period,
    "iy",
  ),
  reader(
    String.raw`(?:(?:later|early|late|end of|earlier)\s)?(?:this|next|the same|same|the following|following|the coming)\s(?:week|month|quarter|year|fortnight|morning|afternoon|evening|day|half|hour)(?:'s)?`,
    period,
    "iy",
  ),
  reader(
    String.raw`that (?:same )?(?:day|morning|afternoon|evening|week)|(?:the )?next (?:day|morning|working day)|the (?:day|week|morning) (?:after|before)|first thing|in the morning`,
    period,
    "iy",
  ),
  reader(
    String.raw`(?:by|until|till|before|in|from|this|next|at the end of|over)\s(?:the\s)?(?:early\s|late\s)?(?:spring|summer|autumn|winter|fall|christmas|easter|new year|month[- ]end|quarter[- ]end|year[- ]end|half[- ]year)`,
    period,
    "iy",
  ),
  reader(
    String.raw`(?:day|week|month|wk)s?\s\d{1,3}(?:${DASH}\d{1,3})?|[WD]\d{1,2}(?:${DASH}[WD]?\d{1,2})?`,
    period,
    "iy",
  ),
  reader(
    String.raw`(?:(?:before|after|ahead of|at|by|in time for|until|till|prior to|the day of)\s(?:the|that|their|his|her|your|our|next|tomorrow's|today's)|(?:in|on|at)\s(?:the|your|our|his|her|their)\snext|in\syour)\s(?:[A-Za-z0-9\u00c0-\u024f'-]+\s){0,3}?${EVENT}`,
    period,
    "iy",
  ),
  reader(
    String.raw`(?:today|tonight|tomorrow|this (?:lunchtime|morning|afternoon|evening)|immediately|right away|straight away|(?:by|before|at)\s(?:noon|lunch(?:time)?|midday|midnight|breakfast|\d{1,2}(?::\d\d)?\s?(?:am|pm))|(?:by|before|until|at)\s(?:the\s)?(?:close|end) of (?:play|business|day)|EOD|EOW|COB|by close of business|the same day|same day|same[- ]week|overnight|over the weekend|this weekend|now|every (?:two weeks|week|month|quarter|day|half-year|(?:other )?(?:week|month))|each (?:week|month|quarter|half-year)|weekly|fortnightly|bi-?weekly|monthly|quarterly|annually|yearly|daily|half-yearly|twice a (?:month|week|year|quarter)|once a (?:month|week|quarter|year)|all week)`,
    period,
    "iy",
  ),
  reader(String.raw`(?:next\s|this\s|by\s|before\s|until\s|on\s)?${WEEKDAY}(?:${DASH}${WEEKDAY})?`, weekday),
  reader(
    String.raw`\d{1,3}(?:${DASH}\d{1,3})?[\s-](?:min(?:ute)?s?|hours?)(?:\s(?:from now|later))|\d{1,3}${DASH}\d{1,3}\s(?:days|weeks|months)|D[+-]\d{1,3}|T[+-]\d{1,3}`,
    period,
  ),
];

const openings = openingsOf(READERS.map(({ source }) => source));
/** Whatever any reader reads, and a little more: tells with one question the places at which none of them does. */
const ANY = standingAlone(
  READERS.map(({ source }) => source.replaceAll(/\(\?<\w+>/g, "(?:")).join("|"),
  "iy",
);

function isoOrder(day: string | undefined, month: string | undefined, year: string | undefined): Groups {
  return { day, month, year };
}
