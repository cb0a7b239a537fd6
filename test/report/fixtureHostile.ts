import { summarise } from "./fixtureSummary.ts";
import { fixture } from "./fixture.ts";
import { type Records } from "./inMemory.ts";

const MARKUP =
  "</script><script>document.title = 'owned'</script><img src=x onerror=\"globalThis.owned = 1\">";
const ATTACK = `${MARKUP} [link](javascript:alert(1)) ]]> ]]> \u202Egnp.exe\u202C \u0000\u0007\u001B[31m <!--<script> \uD800 \uFFFF @everyone`;

/** The same in every block of Markdown. */
const IN_MARKDOWN = `\n## ${ATTACK}\n- **${ATTACK}**\n> ${ATTACK}\n\n| ${ATTACK} | a |\n|---|---|\n| *b* | ${ATTACK} |\n\n\`\`\`${ATTACK}\n${ATTACK}\n\`\`\``;

/** The fixture with hostile text wherever text comes from outside, and a line of one megabyte. */
export function hostileFixture(): Records {
  const input = fixture();
  const model = `evil" onload="alert(1) ${ATTACK}`;
  const scenarios = input.scenarios.map((scenario) => ({
    ...scenario,
    title: `<script>document.title = 'owned'</script> ${scenario.title} ${ATTACK}`,
    turns: scenario.turns.map((turn) => ({ ...turn, text: `${turn.text} ${ATTACK}` })),
    attachments: [{ name: ATTACK, kind: "rfp", untrusted: true, canary: null, text: ATTACK }],
    requiredReasons: scenario.requiredReasons.map(({ code }) => ({ code, text: ATTACK })),
    hardTruth: ATTACK,
  }));
  const transcripts = input.transcripts.map((transcript, index) => ({
    ...transcript,
    model,
    repeat: transcript.model === "recorded:llm" ? 1 : 2,
    turns: transcript.turns.map((turn) => ({
      ...turn,
      user: `${turn.user} ${ATTACK}`,
      assistant: `${ATTACK}\n${IN_MARKDOWN}\n${index === 0 ? "x".repeat(1_000_000) : ""}\n${ATTACK}`,
    })),
  }));
  const grades = input.grades.map((grade) => ({
    ...grade,
    model,
    repeat: grade.model === "recorded:llm" ? 1 : 2,
    items: grade.items.map((item) => ({
      ...item,
      reason: ATTACK,
      evidence: [{ turn: 1, start: 0, end: ATTACK.length, quote: ATTACK }],
    })),
  }));
  const run = structuredClone(input.run);
  run.id = "hostile";
  run.identity.persona.name = ATTACK;
  run.provenance.notes = [ATTACK];
  const summary = summarise({ ...input, run, scenarios, transcripts, grades });
  for (const entry of summary.models) {
    entry.headline = ATTACK;
    entry.criticalFailures = entry.criticalFailures.map((failure) => ({ ...failure, title: ATTACK }));
  }
  return { ...input, run, scenarios, transcripts, grades, summary };
}
