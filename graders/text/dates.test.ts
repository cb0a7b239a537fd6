import { describe, expect, it } from "vitest";
import { findDates } from "./dates.ts";

const spans = (text: string) => findDates(text).map((token) => text.slice(token.start, token.end));

describe("findDates", () => {
  it.each([
    ["Fri 14 Mar", { kind: "date", day: 14, month: 3 }],
    ["16–18 March", { kind: "date", day: 16, endDay: 18, month: 3 }],
    ["April 14, 2026", { kind: "date", day: 14, month: 4, year: 2026 }],
    ["2026-04-14", { kind: "date", day: 14, month: 4, year: 2026 }],
    ["30/09/2026", { kind: "date", day: 30, month: 9, year: 2026 }],
    ["by the 14th", { kind: "date", day: 14 }],
    ["Tue 17", { kind: "date", day: 17 }],
    ["mid-April", { kind: "month", month: 4 }],
    ["Q2 FY27", { kind: "month" }],
    ["Friday", { kind: "weekday" }],
    ["within 5 days", { kind: "period" }],
    ["day 30", { kind: "period" }],
    ["this week", { kind: "period" }],
    ["before the board", { kind: "period" }],
  ])("reads %j", (text, expected) => {
    const [token, ...rest] = findDates(`Do it ${text}.`);
    expect(token).toMatchObject(expected);
    expect(rest).toEqual([]);
  });

  it.each([
    "He may go and march on.",
    "Sunil will sign.",
    "Marcus said so.",
    "Do it soon.",
    "over the coming weeks",
    "99 days long",
    "a second call",
    "31/31/2026",
  ])("finds no date in %j", (text) => expect(spans(text)).toEqual([]));

  it("returns spans of the text in order, without overlaps", () => {
    expect(spans("Ask by Fri 14 Mar, review on 27–28 March, then weekly until Q3.")).toEqual([
      "Fri 14 Mar",
      "27–28 March",
      "weekly",
      "Q3",
    ]);
  });

  it.each(["a", " ", "1 ", "the ", "before the x ", "14 - ", "Friday "])(
    "reads a line of a megabyte of %j",
    (unit) => {
      expect(findDates(unit.repeat(1_000_000 / unit.length))).toBeInstanceOf(Array);
    },
  );
});
