import type { DateToken } from "../text/dates.ts";
import type { NumberToken } from "../text/numbers.ts";
import { firstAfter } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";
import { proseSums } from "./proseSums.ts";

/** A calculation that a reply writes out, with whether it comes out right. */
export interface Sum {
  start: number;
  end: number;
  text: string;
  right: boolean;
  /** The right result, for the reason of a wrong one. */
  expected: number;
}

/** A result is wrong beyond this relative error, or beyond its written precision if that is coarser; twice for "≈". */
const TOLERANCE = 0.03;
/** Rounding that people allow themselves between two dates, by unit of the result. */
const SLACK: Record<string, number> = { day: 2, week: 1, month: 1 };
const DAYS: Record<string, number> = { day: 1, week: 7, month: 30.44 };

/** Every calculation that is written out: "a × b = c", "a + b − c = d", "a / b = c", "p % of a is c", "from d1 to d2 is n weeks". */
export function sumsOf(reply: Reply): Sum[] {
  const { numbers, dates } = tokensOf(reply);
  const sums = [
    ...equations(reply, numbers),
    ...shares(reply, numbers),
    ...spans(reply, numbers, dates),
    ...told(reply, numbers),
  ];
  return sums.sort((a, b) => a.start - b.start);
}

const OPERATOR =
  /^[^.;:=?!\n\d]{0,24}?\s?(?<sign>[×x*+/÷−–-]|times|plus|minus|divided by)\s?(?:[A-Z]{3}\s?)?$/;
const EQUALS =
  /^[^.;:?!\n\d=]{0,24}?(?<sign>=|≈|equals|makes|comes to|gives)\s?(?:about|roughly|~|≈|some)?\s?$/;

function equations(reply: Reply, numbers: NumberToken[]): Sum[] {
  const sums: Sum[] = [];
  for (let first = 0; first < numbers.length; first++) {
    let result = numbers[first]?.value ?? 0;
    let operations = 0;
    let index = first;
    for (; index + 1 < numbers.length && operations < 12; index++) {
      const [here, next] = [numbers[index], numbers[index + 1]];
      if (!here || !next) break;
      const between = reply.plain.slice(here.end, Math.min(next.start, here.end + 40));
      if (next.start - here.end > 40) break;
      const equals = operations > 0 ? EQUALS.exec(between) : null;
      if (equals) {
        const slack = /≈|~|about|roughly/.test(between) ? 3 : 1;
        sums.push(sumOf(reply, numbers[first]?.start ?? 0, next, result, slack));
        first = index + 1;
        break;
      }
      const sign = OPERATOR.exec(between)?.groups?.["sign"];
      if (
        sign === undefined ||
        ((next.kind === "percent") !== (here.kind === "percent") && !/[×x*]|times/.test(sign))
      )
        break;
      const value = next.kind === "percent" && here.kind !== "percent" ? next.value / 100 : next.value;
      result = apply(
        sign,
        operations === 0 && here.kind === "percent" && next.kind !== "percent" ? result / 100 : result,
        value,
      );
      operations++;
    }
  }
  return sums;
}

function apply(sign: string, a: number, b: number): number {
  if (/[×x*]|times/.test(sign)) return a * b;
  if (/[+]|plus/.test(sign)) return a + b;
  if (/[/÷]|divided/.test(sign)) return b === 0 ? 0 : a / b;
  return a - b;
}

/** "12 % of $600K is $72K". */
function shares(reply: Reply, numbers: NumberToken[]): Sum[] {
  return numbers.flatMap((percent, index) => {
    const [whole, part] = [numbers[index + 1], numbers[index + 2]];
    if (percent.kind !== "percent" || !whole || !part || whole.kind === "percent" || part.kind === "percent")
      return [];
    if (!/^\sof\s(?:the\s|their\s)?$/.test(reply.plain.slice(percent.end, whole.start).slice(0, 20)))
      return [];
    if (
      !/^\s(?:is|=|comes to|makes|equals)\s(?:about\s|roughly\s)?$/.test(
        reply.plain.slice(whole.end, part.start).slice(0, 24),
      )
    )
      return [];
    return [sumOf(reply, percent.start, part, (percent.value / 100) * whole.value, 1)];
  });
}

function sumOf(reply: Reply, start: number, result: NumberToken, expected: number, slack: number): Sum {
  const value =
    result.kind === "percent" && Math.abs(expected) <= 1.5 && result.value > 1.5 ? expected * 100 : expected;
  const allowed = Math.max(Math.abs(value) * TOLERANCE * slack, result.precision * 1.01);
  const text = reply.plain.slice(start, result.end).replaceAll(/\s+/g, " ");
  return { start, end: result.end, text, right: Math.abs(result.value - value) <= allowed, expected: value };
}

/** Calculations in running words; right by any reading of the words. */
function told(reply: Reply, numbers: NumberToken[]): Sum[] {
  return proseSums(reply, numbers).flatMap(({ first, result, expected }) => {
    const about = /\b(?:about|around|roughly|some|nearly|almost|over|more than|up to)\s$|[~≈]\s?$/.test(
      reply.plain.slice(Math.max(0, result.start - 16), result.start),
    );
    const sums = expected.map((value) => sumOf(reply, first.start, result, value, about ? 3 : 1));
    const [plain] = sums;
    return plain ? [sums.find(({ right }) => right) ?? plain] : [];
  });
}

const BETWEEN = /^\s?(?:to|until|and|[–—→-])\s?(?:the\s)?$/;
const IS = /^\s?,?\s?(?:is|are|=|leaves|gives|makes|that's|that is|:)\s(?:only\s|just\s|about\s|roughly\s)?$/;
const OF = /^[\s-](?:days?|weeks?|months?)\s(?:from|between)\s(?:the\s)?$/;

/** "30 November to 1 February is nine weeks", "nine weeks between 30 November and 1 February". */
function spans(reply: Reply, numbers: NumberToken[], dates: DateToken[]): Sum[] {
  const days = dates.filter(
    ({ kind, day, month }) => kind === "date" && day !== undefined && month !== undefined,
  );
  return days.flatMap((from, index) => {
    const to = days[index + 1];
    if (!to || !BETWEEN.test(reply.plain.slice(from.end, to.start).slice(0, 12))) return [];
    const [before, after] = [
      numbers[firstAfter(numbers, from.start) - 1],
      numbers[firstAfter(numbers, to.end)],
    ];
    const count =
      after && after.start - to.end < 30 && IS.test(reply.plain.slice(to.end, after.start))
        ? after
        : before && from.start - before.end < 30 && OF.test(reply.plain.slice(before.end, from.start))
          ? before
          : undefined;
    const slack = SLACK[count?.unit ?? ""];
    if (count === undefined || slack === undefined) return [];
    const expected = daysBetween(from, to) / (DAYS[count.unit ?? ""] ?? 1);
    const [start, end] = [Math.min(from.start, count.start), Math.max(to.end, count.end)];
    const text = reply.plain.slice(start, end).replaceAll(/\s+/g, " ");
    return [
      {
        start,
        end,
        text,
        right: Math.abs(count.value - expected) <= slack,
        expected: Math.round(expected * 10) / 10,
      },
    ];
  });
}

/** Days from one date to the next; years that are not written are the same, or the next where the second date lies earlier. */
function daysBetween(from: DateToken, to: DateToken): number {
  const year = from.year ?? to.year ?? 2026;
  const start = Date.UTC(year, (from.month ?? 1) - 1, from.day ?? 1);
  const end = Date.UTC(to.year ?? year, (to.month ?? 1) - 1, to.day ?? 1);
  const later =
    end < start && to.year === undefined ? Date.UTC(year + 1, (to.month ?? 1) - 1, to.day ?? 1) : end;
  return (later - start) / 86_400_000;
}
