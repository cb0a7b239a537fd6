import { expect, test } from "vitest";
import { parseReply } from "../text/reply.ts";
import { sumsOf } from "./arithmetic.ts";

test.each([
  ["Idle beds cost EUR 2M a month, which comes to EUR 24M a year.", true],
  ["Idle beds cost EUR 2M a month, which comes to EUR 28M a year.", false],
  ["At $300K a quarter they lose $1.2M a year.", true],
  ["At $300K a quarter they lose $3.6M a year.", false],
  ["The plant writes off PLN 500K a month. Over a year that is PLN 5M.", false],
  ["40 trucks at $9K a truck is $360K.", true],
  ["40 trucks at $9K a truck is $420K.", false],
  ["Three weeks for the audit and four days for the order, so 25 days in all.", true],
  ["Three weeks for the audit and four days for the order, so 19 days in all.", true],
  ["Three weeks for the audit and four days for the order, so 30 days in all.", false],
])("a calculation told in words is checked: %s", (text, right) => {
  expect(sumsOf(parseReply(text)).map((sum) => sum.right)).toEqual([right]);
});

test.each([
  "They lose EUR 2M a month, and our model saves EUR 9M a year.",
  "EUR 2M a month is lost; the budget is EUR 5M a year.",
  "Does EUR 2M a month come to EUR 28M a year?",
  "40 trucks are late and the fine is $9K.",
  "The audit takes three weeks, and the contract runs for 30 days.",
])("two amounts that are no calculation are left alone: %s", (text) => {
  expect(sumsOf(parseReply(text))).toEqual([]);
});
