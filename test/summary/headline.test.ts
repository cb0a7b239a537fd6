import { describe, expect, test } from "vitest";
import { deals, item, modelOf, type Reply } from "./build.ts";

const headlineOf = (replies: Reply[], planned?: number) => modelOf(replies, planned).headline;

const pair = (family: string, right: boolean): Reply[] => [
  { id: `${family}-a`, family, role: "a", gold: "disqualify", said: "disqualify" },
  { id: `${family}-b`, family, role: "b", gold: "pursue_high", said: right ? "pursue" : "disqualify" },
];

describe("the headline says", () => {
  test("the share, its interval, the costliest mistake and what a judge must read", () => {
    const replies = [
      ...deals(20, "pursue_high", "pursue"),
      ...deals(22, "develop_medium", "develop"),
      ...deals(1, "develop_medium", "no_verdict"),
      ...deals(6, "disqualify", "disqualify"),
      ...deals(5, "disqualify", "develop"),
      ...deals(4, "disqualify", "pursue"),
      ...deals(2, "disqualify", "needs_judge"),
    ];
    expect(headlineOf(replies)).toBe(
      "Right on 48 of 58 deals whose verdict could be read (83 %, 95 % interval 71–91 %); " +
        "it keeps working deals that should be dropped (9 of 15) and 2 verdicts need a judge.",
    );
  });

  test("broken contrast pairs, in the singular too", () => {
    expect(headlineOf([...pair("p", true), ...pair("q", false)])).toMatch(
      /^Right on 3 of 4 deals \(75 %, 95 % interval \d+–\d+ %\); it drops a deal worth working \(1 of 2\) and 1 of 2 contrast pairs is broken\.$/,
    );
    expect(headlineOf(pair("q", false))).toBe(
      "Right on 1 of 2 deals (50 %, no interval from a single family of deals); " +
        "it drops a deal worth working (1 of 1) and the only contrast pair is broken.",
    );
  });

  test("that other contrast pairs could not be read", () => {
    const unread = pair("r", true).map((reply) => ({ ...reply, said: "needs_judge" as const }));
    expect(headlineOf([...pair("p", true), ...pair("q", false), ...unread])).toMatch(
      /; it drops a deal .*, 1 of 2 readable contrast pairs is broken and 2 verdicts need a judge\.$/,
    );
  });

  test("a perfect run plainly", () => {
    expect(headlineOf([...pair("p", true), ...pair("q", true), ...pair("r", true)])).toMatch(
      /^Right on all 6 deals \(100 %, 95 % interval \d+–100 %\); all 3 contrast pairs hold\.$/,
    );
    expect(headlineOf(pair("p", true))).toBe(
      "Right on both deals (100 %, no interval from a single family of deals); the only contrast pair holds.",
    );
  });

  test("where right verdicts come with a weak side, which side", () => {
    const weak = deals(3, "disqualify", "disqualify").map((reply) => ({
      ...reply,
      items: { directness: [item("DR1", "met", 1), item("DR2", "not_met", 3)] },
    }));
    expect(headlineOf(weak)).toMatch(
      /^Right on all 3 deals \(.*\); its weakest side is directness \(25 %\)\.$/,
    );
  });

  test.each<[string, Reply[], string]>([
    ["right", deals(1, "disqualify", "disqualify"), "Right on the only deal."],
    [
      "wrong",
      deals(1, "disqualify", "pursue"),
      "Wrong on the only deal; it keeps working a deal that should be dropped (1 of 1).",
    ],
  ])("of a single deal, only whether it is %s", (_, replies, expected) => {
    expect(headlineOf(replies)).toBe(expected);
  });

  test("replies where deals were asked about more than once", () => {
    const replies = [1, 2, 3].flatMap((repeat) => [
      ...deals(2, "disqualify", repeat === 1 ? "disqualify" : "develop", "a").map((reply) => ({
        ...reply,
        repeat,
      })),
      ...deals(2, "pursue_high", "pursue", "b").map((reply) => ({ ...reply, repeat })),
    ]);
    expect(headlineOf(replies)).toMatch(
      /^Right on 8 of 12 replies \(67 %, .*\); it keeps working deals that should be dropped \(4 of 6 replies\)\.$/,
    );
  });

  test("that its share is averaged by deal where counting replies gives another", () => {
    const replies: Reply[] = [
      ...[1, 2, 3].map((repeat) => ({
        id: "a",
        gold: "disqualify" as const,
        said: "pursue" as const,
        repeat,
      })),
      { id: "b", gold: "disqualify", said: "disqualify" },
    ];
    expect(headlineOf(replies)).toMatch(/^Right on 1 of 4 replies \(averaged by deal 50 %, /);
  });

  test("the mistake that costs most, not the one that is most frequent", () => {
    const replies = [...deals(3, "pursue_high", "develop"), ...deals(2, "disqualify", "pursue")];
    expect(headlineOf(replies)).toMatch(
      /^Right on none of 5 deals \(0 %, .*; it keeps working deals .* \(2 of 2\)\.$/,
    );
  });

  test.each<[Reply, string]>([
    [
      { id: "x", gold: "develop_medium", said: "pursue" },
      "it commits in full to a deal with a gap still open (1 of 1)",
    ],
    [
      { id: "x", gold: "pursue_high", said: "develop" },
      "it holds back on a deal that deserves full commitment (1 of 1)",
    ],
    [
      { id: "x", gold: "pursue_high", said: "no_verdict" },
      "it takes no position on a deal that calls for one (1 of 3)",
    ],
    [
      { id: "x", gold: "disqualify", said: "disqualify", leak: true },
      "it still spends on a deal it drops (1 of 3)",
    ],
  ])("every kind of mistake in words: %j", (reply, clause) => {
    expect(headlineOf([...deals(2, "disqualify", "disqualify"), reply])).toContain(clause);
  });
});

describe("the headline never scores what was not scored", () => {
  test("every call failed", () => {
    const failed = deals(36, "disqualify").map((reply) => ({ ...reply, outcome: "error" as const }));
    expect(headlineOf(failed)).toBe("No reply could be scored: 36 of 36 calls failed.");
  });

  test("failed, refused, cut off and missing are told apart", () => {
    const replies: Reply[] = (["error", "refused", "truncated"] as const).map((outcome) => ({
      id: outcome,
      gold: "disqualify",
      outcome,
    }));
    const missing = replies.map((reply) => ({ ...reply, repeat: 2 })).slice(0, 2);
    expect(headlineOf([...replies, ...missing], 6)).toBe(
      "No reply could be scored: 2 of 6 calls ended in a refusal, 1 of 6 replies came back cut off, 2 of 6 calls failed and 1 of 6 planned calls left no record.",
    );
  });

  test("some calls failed: the share speaks of the rest and the failures are named", () => {
    const failed = deals(2, "disqualify").map((reply) => ({ ...reply, outcome: "error" as const }));
    expect(headlineOf([...deals(4, "disqualify", "disqualify"), ...failed])).toMatch(
      /^Right on all 4 deals whose verdict could be read \(100 %, .*\); 2 of 6 calls failed\.$/,
    );
  });

  test("no verdict could be read", () => {
    expect(headlineOf(withDirectness(deals(12, "disqualify", "needs_judge")))).toBe(
      "No verdict could be read: 12 verdicts need a judge.",
    );
    expect(headlineOf(withDirectness(deals(1, "disqualify", "conflict")))).toBe(
      "No verdict could be read: 1 verdict needs a judge.",
    );
  });

  test("no verdict was asked for", () => {
    const replies = withDirectness(
      deals(4, "develop_medium").map((reply) => ({ ...reply, verdictExpected: false })),
    );
    expect(headlineOf(replies)).toBe(
      "No verdict was asked for; 4 replies score 75 % overall, lowest on directness (75 %).",
    );
  });

  test("a share just short of all does not read 100 %", () => {
    const replies = [...deals(299, "disqualify", "disqualify"), ...deals(1, "pursue_high", "develop")];
    expect(headlineOf(replies)).toMatch(/^Right on 299 of 300 deals \(over 99 %, 95 % interval \d+–100 %\)/);
  });
});

function withDirectness(replies: Reply[]): Reply[] {
  return replies.map((reply) => ({
    ...reply,
    items: { directness: [item("DR1", "met", 3), item("DR2", "not_met", 1)] },
  }));
}
