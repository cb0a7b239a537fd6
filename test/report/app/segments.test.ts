import { array, assert, nat, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { cutSegments } from "../../../src/report/html/app/segments.ts";

test("cuts overlapping marks so that each can be lit whole", () => {
  const marks = [
    { item: 0, start: 0, end: 5 },
    { item: 1, start: 3, end: 8 },
  ];
  expect(cutSegments("disqualify", marks)).toEqual([
    { text: "dis", items: [0] },
    { text: "qu", items: [0, 1] },
    { text: "ali", items: [1] },
    { text: "fy", items: [] },
  ]);
});

test("loses no text, and the segments of a mark are the marked text", () => {
  const place = nat({ max: 60 });
  const mark = record({ start: place, end: place });
  assert(
    property(string({ maxLength: 50 }), array(mark, { maxLength: 8 }), (text, spans) => {
      const marks = spans.map((span, item) => ({ ...span, item }));
      const segments = cutSegments(text, marks);
      expect(segments.map((segment) => segment.text).join("")).toBe(text);
      for (const { item, start, end } of marks) {
        const lit = segments.filter(({ items }) => items.includes(item)).map((segment) => segment.text);
        expect(lit.join("")).toBe(start < end && end <= text.length ? text.slice(start, end) : "");
      }
    }),
  );
});
