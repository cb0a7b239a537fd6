import { describe, expect, test } from "vitest";
import { actionsOf } from "./actions.ts";

const people = [{ name: "Lin Adeyemi", title: "CFO", side: "customer" as const, role: "EB" as const }];
const dates = (text: string) =>
  actionsOf(text, people).map(({ date }) => (date ? text.slice(date.start, date.end) : null));

describe("when a step is to be done", () => {
  test.each([
    [
      "By Friday 28 August:\n\n- Close it in the CRM\n- Call Lin's stand-in",
      ["By Friday 28 August", "By Friday 28 August"],
    ],
    ["### Next week (6–10 April)\n- Send the forms\n- Ask Lin for the names", ["Next week", "Next week"]],
    ["Send Lin the draft. By tonight.", ["By tonight."]],
    ["- Send Lin the findings by 4/20", ["by 4/20"]],
    ["- Send Lin the findings before close of play", ["before close of play"]],
    ["Some of it:\n- **This week:** a short note to Lin\n- **In May:** a second one", ["This week", "May"]],
  ])("%j", (text, expected) =>
    expect(dates(text).map((date) => date?.toLowerCase())).toEqual(
      expected.map((date) => expect.stringContaining(date.toLowerCase().replace(/^by /, ""))),
    ),
  );

  test("a title that dates the facts dates no step", () => {
    expect(dates("## Plan as of 5 October\n- Call Lin about the letter\n- Ask Lin for a slot")).toEqual([
      null,
      null,
    ]);
  });
});
