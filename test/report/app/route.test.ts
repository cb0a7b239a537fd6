import { expect, test } from "vitest";
import { parseHash, sampleHash } from "../../../src/report/html/app/route.ts";

test("an address names its reply, whatever the ids hold", () => {
  for (const id of ["plain", "a&b=c#d", "übel / %20", "recorded:llm"]) {
    expect(parseHash(sampleHash(id, id, 3))).toEqual({ scenario: id, model: id, repeat: 3 });
  }
});

test("any other fragment names none", () => {
  expect(parseHash("")).toBeNull();
  expect(parseHash("#scenarios")).toBeNull();
});
