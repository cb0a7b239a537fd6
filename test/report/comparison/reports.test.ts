import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Arm, ArmSample } from "../../../src/records/arm.ts";
import type { Comparison } from "../../../src/records/comparison.ts";
import { TranscriptSchema, transcriptFromDisk } from "../../../src/records/transcript.ts";
import { renderComparisonHtml } from "../../../src/report/comparison/html/page.ts";
import type { ComparisonInput } from "../../../src/report/comparison/input.ts";
import { renderComparisonJunit } from "../../../src/report/comparison/junit.ts";
import { renderComparisonMarkdown } from "../../../src/report/comparison/markdown.ts";
import { renderComparisonTerminal } from "../../../src/report/comparison/terminal.ts";
import { armOf, comparisonOf, scenarios } from "../../summary/comparison/arms.ts";

const HOSTILE = '</style><script>alert(1)</script> & "]]>" | @all \u202Eevil\u0007 [x](http://x.example)';

describe("the page", () => {
  test("text from outside stays text, and hidden characters are shown by name", () => {
    const page = renderComparisonHtml(hostile());
    expect(page).not.toContain("<script");
    expect(controls(page)).toEqual([]);
    expect(page).toContain('data-code="U+202E"');
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  test("its policy lets its own style apply and nothing run or be fetched", () => {
    const page = renderComparisonHtml(hostile()).replaceAll("&#39;", "'");
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(`style-src 'sha256-${hash}'`);
    expect(page).toContain("default-src 'none'; script-src 'none'");
    expect(page).not.toMatch(/\ssrc=|<link|@import|url\(/);
  });

  test("every link leads to a place on the page", () => {
    const page = renderComparisonHtml(hostile());
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(0);
    for (const id of targets) expect(page).toContain(`id="${id}"`);
  });

  test("says why the persona's change or a side's replies cannot be shown", () => {
    const input = hostile();
    const page = renderComparisonHtml({
      ...input,
      replies: { a: [], b: input.replies.b },
      persona: { kind: "unknown", reason: "its text is gone." },
    });
    expect(page).toContain("its text is gone.");
    expect(page).toContain("The replies of the baseline are not at hand");
  });

  test("an added line that looks like a file's header is still shown", () => {
    const patch = "--- a\n+++ b\n@@ -1,1 +1,1 @@\n---- rule\n++++ plus\n";
    const page = renderComparisonHtml({
      ...hostile(),
      persona: { kind: "changed", patch, linesAdded: 1, linesRemoved: 1 },
    });
    expect(page).toContain('<span class="removed">---- rule</span>');
    expect(page).toContain('<span class="added">++++ plus</span>');
  });
});

describe("Markdown", () => {
  test("the decision comes first, and text from outside is inert", () => {
    const text = renderComparisonMarkdown(hostile());
    expect(text).toMatch(/^## Regressed: right verdicts 1\.00 → 0\.00/);
    expect(text).not.toMatch(/<script|@all|[^\\]\]\(/);
  });

  test("stays under 60 kB however much flips", () => {
    const title = "A long title ".repeat(30);
    const named = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`s${index}`, { title }]));
    const a = armOf(
      scenarios(2000, () => [{}]),
      { scenarios: named },
    );
    const b = armOf(
      scenarios(2000, () => [{ right: false }]),
      { scenarios: named },
    );
    const text = renderComparisonMarkdown({ ...hostile(), comparison: comparisonOf(a, b) });
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
    expect(text).toContain("and 1960 more in comparison.html");
  });
});

describe("JUnit", () => {
  test("a regression fails, what is open or advisory is skipped", async () => {
    const xml = await renderComparisonJunit(hostile().comparison);
    expect(xml).toMatch(/<testcase classname="gate" name="decision">\s*<failure/);
    expect(xml).toMatch(/<testcase classname="gating" name="Right verdicts">\s*<failure/);
    expect(xml).toMatch(/<testcase classname="gating" name="Directness">\s*<skipped/);
    expect(controls(xml)).not.toContain("\u0007");
  });
});

describe("verdicts by name, in every form", () => {
  const comparison = comparisonOf(
    armOf(scenarios(8, () => [{}])),
    armOf(scenarios(8, (index) => (index === 3 ? [{}, { right: false }] : [{}]))),
  );

  test.each([
    ["the terminal", renderComparisonTerminal(comparison)],
    ["Markdown", renderComparisonMarkdown({ ...hostile(), comparison })],
    ["the page", renderComparisonHtml({ ...hostile(), comparison }).replaceAll(/\s+/g, " ")],
  ])("what wavers is told apart from what broke, with how many replies said what: %s", (_, text) => {
    expect(text).toMatch(/Wavers\W+\(1\)/);
    expect(text).not.toMatch(/Broken\W+\(/);
    expect(text).toMatch(/disqualify → 1 × disqualify, 1 × develop/);
  });
});

describe("critical items, in every form", () => {
  const sound = armOf(scenarios(8, () => [{}]));

  test("where no new failure decides, no star is explained and that is said", () => {
    const wrong = armOf(scenarios(8, (index) => [{ right: index > 0 }]));
    for (const text of forms(comparisonOf(sound, wrong))) {
      expect(text).toContain("none of these decides");
      expect(text).not.toContain("★");
    }
  });

  test("where one does, the others are said to stop nobody", () => {
    const leaks = armOf(
      scenarios(8, (index) => [index > 0 ? {} : { critical: [{ id: "DC9", reason: "A POC." }] }]),
    );
    for (const text of forms(comparisonOf(sound, leaks)))
      expect(text).toContain("★ decides; any other is shown and stops nobody");
  });

  test("without a reply to compare none is said to hold", () => {
    for (const text of forms(comparisonOf(sound, armOf([{ scenario: "other" }])))) {
      expect(text).not.toContain("none newly fails");
      expect(text).toContain("No critical item was checked");
    }
  });
});

describe("the criteria", () => {
  const before = armOf(scenarios(40, () => [{}]));
  const after = armOf(scenarios(40, (index) => [{ directness: index < 36 ? 0 : 1, right: index > 3 }]));
  const comparison: Comparison = {
    ...comparisonOf(before, after),
    leftOut: [
      {
        item: "DR1",
        title: "Answer first",
        dimension: "directness",
        by: "checker",
        why: "κ 0.4",
        critical: false,
      },
    ],
  };
  const input: ComparisonInput = { ...hostile(), comparison };

  test("that leave weak items out say so beside their name and in the legend", () => {
    for (const text of [
      renderComparisonTerminal(comparison),
      renderComparisonMarkdown(input),
      renderComparisonHtml(input),
    ]) {
      expect(text).toContain("Directness, without weak items");
      expect(text).not.toContain("Challenge, without weak items");
    }
    expect(renderComparisonMarkdown(input)).toContain("differ from those of a run's own report");
  });

  test("say that interval and test are two methods", () => {
    expect(renderComparisonHtml(input)).toContain("more cautious method than the test");
    const seeming = comparison.criteria.map((criterion) => ({
      ...criterion,
      verdict: "regressed" as const,
      interval: { low: -0.3, high: 0.02 },
    }));
    const text = renderComparisonTerminal({ ...comparison, criteria: seeming });
    expect(text).toContain("more cautious method than the test");
    expect(renderComparisonTerminal(comparisonOf(before, before))).not.toContain("more cautious");
  });

  test("are drawn on an axis that holds the largest change", () => {
    const text = renderComparisonHtml(input);
    expect(text).toContain("−1.0 to +1.0; dashed: the margin");
    expect(renderComparisonHtml({ ...input, comparison: comparisonOf(before, before) })).toContain(
      "−0.6 to +0.6; dashed: the margin",
    );
  });
});

describe("the terminal", () => {
  test("decision first; control characters cannot colour or move", () => {
    const text = renderComparisonTerminal(hostile().comparison);
    expect(text.split("\n")[0]).toMatch(/^Regressed: right verdicts/);
    expect(controls(text)).toEqual([]);
  });

  test("unknown figures are not 0", () => {
    const arm = armOf(scenarios(6, () => [{ costUsd: null }]));
    expect(renderComparisonTerminal(comparisonOf(arm, arm))).toContain(
      "Cost a reply, USD: unknown → unknown",
    );
  });
});

describe("the cost of a decision", () => {
  test("is what the replies of both sides cost, with their calls, in every report", async () => {
    const comparison = compared(sides({ costUsd: 0.5, calls: 3 }));
    const words =
      "Cost of this decision: $6.0000 at list price (baseline $2.0000, candidate $4.0000), for 16 replies in 40 calls.";
    const input: ComparisonInput = { ...hostile(), comparison };
    expect(renderComparisonTerminal(comparison)).toContain(words);
    expect(renderComparisonMarkdown(input)).toContain(words);
    expect(renderComparisonHtml(input)).toContain(words);
    expect(await renderComparisonJunit(comparison)).toContain(words);
    expect(comparison).toMatchObject({ a: { calls: 16, listUsd: 2 }, b: { calls: 24, listUsd: 4 } });
  });

  test("is unknown as soon as one reply's is, and so are its calls", () => {
    const arms = sides({ costUsd: 0.5, calls: 3 });
    const [first] = arms[1]?.samples ?? [];
    Object.assign(first ?? {}, { costUsd: null, calls: null });
    expect(renderComparisonTerminal(compared(arms))).toContain(
      "Cost of this decision: unknown at list price (baseline $2.0000, candidate unknown), for 16 replies in an unknown number of calls.",
    );
  });

  test("a newly failing critical item whose grader is not proven says so wherever it is told", async () => {
    const input = hostile();
    const unproven = { state: "unproven" as const, why: "too few labels" };
    const reliability = { checker: unproven, judge: unproven };
    const { comparison: whole } = input;
    const items = whole.items.map((item) => (item.id === "DC1" ? { ...item, reliability } : item));
    const comparison = { ...whole, items };
    expect(renderComparisonTerminal(comparison)).toContain("DC1 The verdict is acceptable (unproven): s0");
    expect(renderComparisonMarkdown({ ...input, comparison })).toContain("acceptable (unproven) |");
    expect(renderComparisonHtml({ ...input, comparison })).toContain(
      'acceptable <span class="tag" title="too few labels">unproven</span>',
    );
    expect(await renderComparisonJunit(comparison)).toContain("The verdict is acceptable (unproven): ");
    expect(renderComparisonTerminal(whole)).not.toContain("(unproven)");
  });

  test("is none where nothing was decided, and a missing reply cost nothing", () => {
    const few = scenarios(4, (index) => [
      index === 0
        ? { outcome: "missing", costUsd: null, calls: 0, right: null }
        : { costUsd: 0.5, right: index > 1 },
    ]);
    const text = renderComparisonTerminal(compared([armOf(few), armOf(few, { persona: "e".repeat(64) })]));
    expect(text).toContain("Cost so far, undecided: $3.0000 at list price");
    expect(text).toContain("for 6 replies in 6 calls.");
  });
});

/** Two arms of eight scenarios, the first right at 25 cents a reply. */
function sides(candidate: Partial<ArmSample>): Arm[] {
  const wrong = scenarios(8, () => [{ right: false, ...candidate }]);
  return [
    armOf(scenarios(8, () => [{ costUsd: 0.25, calls: 2 }])),
    armOf(wrong, { persona: "e".repeat(64) }),
  ];
}

function compared([a, b]: Arm[]): Comparison {
  if (!a || !b) throw new Error("two arms are needed");
  return comparisonOf(a, b);
}

/** The control and bidirectional characters in a text, but for line ends. */
function controls(text: string): string[] {
  return text.match(/[\p{Bidi_Control}]|[^\P{Cc}\n]/gu) ?? [];
}

/** Eight scenarios that all break, with hostile text wherever a run can bring text along. */
function hostile(): ComparisonInput {
  const titles = { s0: { title: HOSTILE } };
  const a = armOf(
    scenarios(8, () => [{}]),
    { id: HOSTILE, scenarios: titles },
  );
  const broken = { right: false, critical: [{ id: "DC1", reason: HOSTILE }] };
  const b = armOf(
    scenarios(8, () => [broken]),
    { id: HOSTILE, persona: "e".repeat(64), scenarios: titles },
  );
  const reply = transcriptFromDisk(
    TranscriptSchema.parse({ scenario: "s0", turns: [{ user: HOSTILE, assistant: HOSTILE }] }),
  );
  return {
    comparison: comparisonOf(a, b),
    replies: { a: [reply], b: [reply] },
    persona: { kind: "changed", patch: `@@ -1,1 +1,1 @@\n-x\n+${HOSTILE}\n`, linesAdded: 1, linesRemoved: 1 },
  };
}

/** A comparison in every form that people read. */
function forms(comparison: Comparison): string[] {
  return [
    renderComparisonTerminal(comparison),
    renderComparisonMarkdown({ ...hostile(), comparison }),
    renderComparisonHtml({ ...hostile(), comparison }).replaceAll(/\s+/g, " "),
  ];
}
