import { describe, expect, test } from "vitest";
import { readDate } from "../../../src/scenarios/import/dates.ts";

describe("readDate", () => {
  test.each([
    ["2026-03-16"],
    ["2026-03-16T09:30:00Z"],
    ["2026-03-16 09:30"],
    ["2026/3/16"],
    ["3/16/2026"],
    ["3/16/26 10:12 AM"],
    ["16.03.2026"],
    ["16-03-2026, 09:30"],
    ["16 Mar 2026"],
    ["16-Mar-26"],
    ["Mon, 16 March 2026"],
    ["March 16, 2026"],
    ["Mar 16 2026 9:30"],
  ])("reads %s without an option", (text) => {
    expect(readDate(text, undefined)).toEqual({ iso: "2026-03-16" });
  });

  test("tells what reads two ways, and reads it as it is told to", () => {
    expect(readDate("03/04/2026", undefined)).toEqual({ either: ["2026-04-03", "2026-03-04"] });
    expect(readDate("03.04.26", "dmy")).toEqual({ iso: "2026-04-03" });
    expect(readDate("03-04-2026", "mdy")).toEqual({ iso: "2026-03-04" });
    expect(readDate("03/03/2026", undefined)).toEqual({ iso: "2026-03-03" });
  });

  test.each([
    ["Q3 FY26", undefined],
    ["2026-02-30", undefined],
    ["31/31/2026", undefined],
    ["3/16/2026", "dmy" as const],
    ["46097", undefined],
    ["16 Foo 2026", undefined],
  ])("finds no date in %s", (text, order) => {
    expect(readDate(text, order)).toBe("none");
  });
});
