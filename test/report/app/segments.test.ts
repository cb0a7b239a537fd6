import { array, assert, nat, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { cutSegments, segmentsWithin } from "../../../src/report/html/app/segments.ts";

test("cuts overlapping marks so that each can be lit whole", () => {
  const marks = [
    { item: 0, start: 0, end: 5 },
    { item: 1, start: 3, end: 8 },
  ];
  expect(cutSegments("disqualify", marks)).toEqual([
    { start: 0, text: "dis", items: [0] },
    { start: 3, text: "qu", items: [0, 1] },
    { start: 5, text: "ali", items: [1] },
    { start: 8, text: "fy", items: [] },
  ]);
  expect(segmentsWithin(cutSegments("disqualify", marks), { start: 4, end: 9 })).toEqual([
    { start: 4, text: "u", items: [0, 1] },
    { start: 5, text: "ali", items: [1] },
    { start: 8, text: "f", items: [] },
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
      expect(
        segmentsWithin(segments, { start: 2, end: 20 })
          .map((segment) => segment.text)
          .join(""),
      ).toBe(text.slice(2, 20));
      for (const { item, start, end } of marks) {
        const lit = segments.filter(({ items }) => items.includes(item)).map((segment) => segment.text);
        expect(lit.join("")).toBe(start < end && end <= text.length ? text.slice(start, end) : "");
      }
    }),
  );
});
