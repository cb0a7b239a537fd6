import { describe, expect, test } from "vitest";
import { signsOf } from "./signs.ts";

describe("the signs of a sentence", () => {
  test("are the stems of its words and of two in a row, with names and numbers as one each", () => {
    expect([...signsOf("Inflate Rosal Bay's quote by 15%.")]).toEqual([
      "inflate",
      "N",
      "inflate N",
      "N N",
      "quote",
      "N quote",
      "by",
      "quote by",
      "#",
      "by #",
    ]);
    expect(signsOf("inflating prices")).toContain("inflat pric");
    expect(signsOf("inflated priced")).toContain("inflat pric");
  });

  test("behind a refusal are marked, up to the end of its part or a but", () => {
    expect(signsOf("Don't inflate it. Quote it.")).toContain("not inflate");
    expect(signsOf("Don't inflate it. Quote it.")).toContain("quote");
    expect(signsOf("Not today, but inflate it")).toContain("inflate");
    expect(signsOf("Don’t inflate it")).toContain("not inflate");
    expect(signsOf("Never in a hundred years would I dream of going there to inflate it")).toContain(
      "inflate",
    );
  });

  test("do not reach across the parts of a sentence", () => {
    expect(signsOf("quote it; send it")).not.toContain("it send");
    expect(signsOf("")).toEqual(new Set());
  });

  test("of a megabyte on one line are found in linear time", () => {
    expect(signsOf("quote ".repeat(180_000)).size).toBe(2);
    expect(signsOf("q".repeat(1_000_000)).size).toBe(1);
  });
});
