import { array, assert, constantFrom, nat, pre, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { plainReply, tidy } from "../../../src/grading/judge/plain.ts";
import { findQuote } from "../../../src/grading/judge/quote.ts";

const REPLY = `## Verdict: **Disqualify**

Otieno's office said *no* on Thursday. That is D1,
not bad luck.

| Element | Status |
|---|---|
| Champion | Wanjiru, **tested** |
| Money | [reserved](https://x.example/y) in FY26 |

- Close it in the CRM — today.
- Don’t send a proposal\u200B.`;

describe("a quote", () => {
  test.each([
    ["Otieno's office said no on Thursday.", "Otieno's office said *no* on Thursday"],
    ["Otieno’s  office said\nno on Thursday", "Otieno's office said *no* on Thursday"],
    ["That is D1, not bad luck.", "That is D1,\nnot bad luck"],
    ["Verdict: Disqualify", "Verdict: **Disqualify"],
    ["Champion · Wanjiru, tested", "Champion | Wanjiru, **tested"],
    ["reserved in FY26", "reserved](https://x.example/y) in FY26"],
    ["Close it in the CRM - today.", "Close it in the CRM — today"],
    ["Don't send a proposal.", "Don’t send a proposal"],
    ["Disqualify", "Disqualify"],
  ])("%j is found whatever marks and white space stand between its words", (quote, slice) => {
    const evidence = findQuote([REPLY], quote);
    expect(evidence).toMatchObject({ turn: 1, quote: slice });
    expect(REPLY.slice(evidence?.start, evidence?.end)).toBe(slice);
  });

  test.each([
    "Otieno's office said yes on Thursday",
    "Otieno said no",
    "otieno's office said no",
    "office said … Thursday",
    "Thursday on no said",
    "qualify",
    "close it in the CRM",
    "",
    "—…!",
  ])("%j is in no reply", (quote) => {
    expect(findQuote([REPLY], quote)).toBeUndefined();
  });

  test("is looked up in the last reply first, and then in those before it", () => {
    const replies = ["We are out. Ask Holt.", "We are out."];
    expect(findQuote(replies, "We are out")?.turn).toBe(2);
    expect(findQuote(replies, "Ask Holt")?.turn).toBe(1);
  });

  test("is looked up fast, however long reply and quote are", () => {
    const reply = `${"a ".repeat(20_000)}b`;
    expect(findQuote([reply], `${"a ".repeat(5_000)}b`)?.end).toBe(reply.length);
    expect(findQuote([reply], `${"a ".repeat(5_000)}c`)).toBeUndefined();
  });

  test("of any run of words that a judge is shown stands in the reply as it was written", () => {
    const piece = constantFrom(
      ..."Otieno said **no** *twice* , `4` tries. \n\n- close it | $1.2M don’t \u200B > # _stop_ \u00a0 — [x](http://y.z) ".split(
        /(?<= )/,
      ),
    );
    assert(
      property(array(piece, { minLength: 1, maxLength: 40 }), nat(), nat(), (pieces, from, length) => {
        const text = pieces.join("");
        const words = plainReply(text).split(/\s+/);
        const start = from % words.length;
        const quote = words.slice(start, start + 1 + (length % 6)).join(" ");
        pre(/[\p{L}\p{N}]/u.test(quote));
        const evidence = findQuote([text], quote);
        expect(text.slice(evidence?.start, evidence?.end)).toBe(evidence?.quote);
        expect(evidence).toBeDefined();
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe("a reply as a judge sees it", () => {
  test("has no marks of Markdown, keeps its lines, and keeps the cells of a table apart", () => {
    expect(plainReply(REPLY)).toBe(
      [
        "Verdict: Disqualify",
        "",
        "Otieno's office said no on Thursday. That is D1,",
        "not bad luck.",
        "",
        "Element · Status",
        "Champion · Wanjiru, tested",
        "Money · [reserved in FY26",
        "",
        "Close it in the CRM — today.",
        "Don’t send a proposal.",
      ].join("\n"),
    );
  });

  test("has no character that hides or turns text, and is well-formed", () => {
    const shown = tidy("a\u200Bb\u202Ec\u0000d\u001b[31m\ud800 e\u2028f\r\ng\ufeff");
    expect(shown).toBe("abcd[31m\ufffd e\nf\ng");
  });
});
