import type { Comparison } from "../../../records/comparison.ts";
import { type Transcript, transcriptOutcome } from "../../../records/transcript.ts";
import { OUTCOME_WORDS } from "../../words.ts";
import type { ComparisonInput } from "../input.ts";
import { markdown } from "./markdown.ts";
import { html, type Markup } from "./markup.ts";

/** The anchor of each scenario whose replies are shown: those that the lists name. Empty where there is no reply to show. */
export function anchorsOf({ comparison, replies }: ComparisonInput): Map<string, string> {
  const answered = new Set([...replies.a, ...replies.b].map(({ scenario }) => scenario));
  const named = namedScenarios(comparison).filter(({ scenario }) => answered.has(scenario));
  return new Map(named.map(({ scenario }, index) => [scenario, `replies-${index + 1}`]));
}

/** The replies of the scenarios that the lists name, baseline and candidate side by side, turn by turn. */
export function repliesSection(input: ComparisonInput, anchors: ReadonlyMap<string, string>): Markup {
  if (anchors.size === 0) return html``;
  const titles = new Map(namedScenarios(input.comparison).map(({ scenario, title }) => [scenario, title]));
  const missing =
    input.replies.a.length === 0 ? "baseline" : input.replies.b.length === 0 ? "candidate" : null;
  return html`<section aria-labelledby="replies">
    <h2 id="replies">Replies side by side</h2>
    ${missing === null ? "" : html`<p class="lead">The replies of the ${missing} are not at hand: its run folder is not here.</p>`}
    ${[...anchors].map(([scenario, anchor]) => {
      const [a, b] = [input.replies.a, input.replies.b].map((side) =>
        side.filter((transcript) => transcript.scenario === scenario).toSorted((x, y) => x.repeat - y.repeat),
      );
      return html`<details class="fold">
        <summary><bdi>${titles.get(scenario) ?? scenario}</bdi></summary>
        <div id="${anchor}" class="anchor">
          ${sideBySide(a ?? [], b ?? [])}
          <p class="small"><a href="#flips">Back to the list</a></p>
        </div>
      </details>`;
    })}
  </section>`;
}

function namedScenarios({ newlyFailing, movers, flips }: Comparison): { scenario: string; title: string }[] {
  const all = [
    ...newlyFailing,
    ...movers,
    ...flips.broken,
    ...flips.fixed,
    ...flips.stillFailing,
    ...flips.wavering,
  ];
  return [...new Map(all.map((entry) => [entry.scenario, entry])).values()];
}

function sideBySide(a: readonly Transcript[], b: readonly Transcript[]): Markup[] {
  const repeats = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => index);
  return repeats.map((repeat) => {
    const [before, after] = [a[repeat], b[repeat]];
    const turns = Array.from(
      { length: Math.max(before?.turns.length ?? 0, after?.turns.length ?? 0) },
      (_, index) => index,
    );
    return html`${repeats.length > 1 ? html`<h3>Repeat ${repeat + 1}</h3>` : ""}${turns.map((turn) => {
      const asked = before?.turns[turn]?.user ?? after?.turns[turn]?.user ?? "";
      return html`<details class="user-turn">
          <summary>What the user wrote, turn ${turn + 1}</summary>
          <pre class="wrap">${asked}</pre>
        </details>
        <div class="beside">${reply("Baseline", before, turn)}${reply("Candidate", after, turn)}</div>`;
    })}`;
  });
}

function reply(side: string, transcript: Transcript | undefined, turn: number): Markup {
  const said = transcript?.turns[turn];
  if (!transcript || !said)
    return html`<div>
      <h4>${side}</h4>
      <p class="empty">No reply at hand.</p>
    </div>`;
  const outcome = transcriptOutcome(transcript);
  return html`<div>
    <h4>${side}${outcome === "ok" ? "" : `: ${OUTCOME_WORDS[outcome]}`}</h4>
    ${markdown(said.assistant)}
  </div>`;
}
