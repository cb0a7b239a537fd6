import { describe, expect, test } from "vitest";
import { peopleIn } from "../../../src/scenarios/import/people.ts";

describe("peopleIn", () => {
  test.each([
    ["Ann Lee", ["Ann Lee:"]],
    ["Ann Lee (CFO); Bo Ek, IT director", ["Ann Lee:CFO", "Bo Ek:IT director"]],
    ["Ann Lee, Bo Ek", ["Ann Lee:", "Bo Ek:"]],
    ["Ann Lee, CFO, Nordics", ["Ann Lee:CFO, Nordics"]],
    ["Ann Lee - Head of Risk\nBo van der Ek", ["Ann Lee:Head of Risk", "Bo van der Ek:"]],
    ["Ann Lee <ann@x.example>; ann@x.example", ["Ann Lee:"]],
    ["Ann Lee; Ann Lee", ["Ann Lee:"]],
    ["Ann Lee CFO; ANN LEE", ["Ann Lee:CFO", "ANN LEE:"]],
    ["李雷", ["李雷:"]],
    ["Lee, Ann", []],
    ["CFO", []],
    ["Not identified", []],
    ["procurement team to be met", []],
    ["=Ann; +Bo; 12", []],
    ["", []],
  ])("finds in %j", (cell, people) => {
    expect(peopleIn(cell).map(({ name, title }) => `${name}:${title ?? ""}`)).toEqual(people);
  });
});
