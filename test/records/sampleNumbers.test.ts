import { expect, test } from "vitest";
import { sampleNumbers } from "../../src/records/sampleNumbers.ts";

test("tells samples apart by scenario, model and repeat", () => {
  const numbers = sampleNumbers();
  const names = ["deal", "other"].flatMap((scenario) =>
    ["a:b", "c:d"].flatMap((model) => [1, 2, 1_000_000].map((repeat) => ({ scenario, model, repeat }))),
  );
  for (const [number, name] of names.entries()) numbers.put(name, number);
  expect(names.map(numbers.of)).toEqual([...names.keys()]);
  expect(numbers.of({ scenario: "deal", model: "a:b", repeat: 3 })).toBeUndefined();
  expect(numbers.of({ scenario: "none", model: "a:b", repeat: 1 })).toBeUndefined();
  const again = { scenario: "deal", model: "a:b", repeat: 2 };
  numbers.put(again, 70);
  expect(numbers.of(again)).toBe(70);
});
