import { expect, test } from "vitest";
import { fixtureScenario } from "../../test/support/replies.ts";
import { anchorFinder, briefOf } from "./anchors.ts";
import { parseReply } from "./reply.ts";

const lakeridge = fixtureScenario("lakeridge");
const read = (text: string) =>
  anchorFinder(lakeridge)
    .find(parseReply(text))
    .map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);

test.each([
  ["Tobias said no.", ["name: Tobias"]],
  ["OTIENO and Kamau", ["name: OTIENO", "name: Kamau"]],
  ["the group's CFO", ["title: CFO"]],
  [
    "the chief nursing officer",
    ["title: chief nursing officer", "echo: chief nursing", "echo: nursing officer"],
  ],
  ["41 million shillings, KES 41M", ["number: 41 million", "phrase: KES 41M", "number: KES 41M"]],
  ["the 28th, 28 Aug, August 28", ["date: the 28th", "date: 28 Aug", "date: August 28"]],
  ["Lakeridge", ["account: Lakeridge"]],
  ["four tries", ["echo: four tries", "echo: four"]],
  ["whiteboards", ["phrase: whiteboards"]],
])("finds %j", (text, expected) => expect(read(text)).toEqual(expected));

test.each(["two weeks", "16 March", "in 30 days", "$2M", "Marek Havel", "the economic buyer", "29 August"])(
  "finds nothing of the deal in %j",
  (text) => expect(read(text)).toEqual([]),
);

test("knows which facts a number or date belongs to", () => {
  const [committee] = anchorFinder(lakeridge).find(parseReply("14 August"));
  expect(committee?.facts).toEqual(["decision_process"]);
});

test("the brief is what the user wrote and attached, up to a turn", () => {
  const two = {
    ...lakeridge,
    turns: [
      ...lakeridge.turns,
      {
        ...lakeridge.turns[0],
        kind: "probe" as const,
        role: "user" as const,
        tactic: null,
        text: "And now?",
      },
    ],
  };
  expect(briefOf(two, 1)).not.toContain("And now?");
  expect(briefOf(two)).toContain("And now?");
});
