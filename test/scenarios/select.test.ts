import { describe, expect, test } from "vitest";
import { type LoadedScenario, type Selection, selectScenarios } from "../../src/scenarios/load.ts";
import { problemsOf } from "../support/problems.ts";
import { draft, load } from "./example.ts";

const turns = draft()["turns"] as object[];

function corpus(): LoadedScenario[] {
  return load(
    draft({ id: "one", title: "First deal", tags: ["E01", "bad_news"], task_type: "deal_review" }),
    draft({
      id: "two",
      title: "Second deal",
      overlay: "pressure",
      turns: [...turns, { kind: "pressure", text: "Really?" }],
    }),
    draft({ id: "three-x", title: "Third", attachments: [{ name: "a", kind: "rfp", text: "x" }] }),
  );
}

function ids(selection: Selection): string[] {
  return selectScenarios(corpus(), selection).map(({ scenario }) => scenario.id);
}

describe("selectScenarios", () => {
  test.each([
    ["nothing", {}, ["one", "two", "three-x"]],
    ["all", { suite: "all" }, ["one", "two", "three-x"]],
    ["core: one turn, no attachments", { suite: "core" }, ["one"]],
    ["conversations: the rest", { suite: "conversations" }, ["two", "three-x"]],
    ["an overlay", { suite: "pressure" }, ["two"]],
    ["a task type", { suite: "deal_review" }, ["one"]],
    ["a tag, whatever its case", { suite: "e01" }, ["one"]],
    ["part of an id", { filter: "TWO" }, ["two"]],
    ["part of a title", { filter: "deal" }, ["one", "two"]],
    ["part of a tag", { filter: "news" }, ["one"]],
    ["a glob over the whole id", { filter: "t*" }, ["two", "three-x"]],
    ["a glob that would match only a part", { filter: "?hree-x" }, ["three-x"]],
    ["a suite and a filter", { suite: "conversations", filter: "second" }, ["two"]],
  ])("takes %s", (_, selection, expected) => {
    expect(ids(selection)).toEqual(expected);
  });

  test("takes the signs of regular expressions for themselves", () => {
    expect(problemsOf(() => ids({ filter: "o.e" }))).toHaveLength(1);
  });

  test("lists the suites when there is none of that name", () => {
    expect(problemsOf(() => ids({ suite: "presure" }))).toEqual([
      '--suite: found "presure", expected a suite that has scenarios, one of: all, core, e01, bad_news, deal_review, conversations, qualify, pressure',
    ]);
  });

  test("lists the ids when the filter lets nothing through", () => {
    expect(problemsOf(() => ids({ suite: "conversations", filter: "one" }))).toEqual([
      '--filter: found "one", expected part of an id, title or tag in the suite "conversations"; the ids are: two, three-x',
    ]);
  });
});
