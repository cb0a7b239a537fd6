import type { Run } from "../../../records/run.ts";
import type { ModelSummary } from "../../../records/summary.ts";
import { counted } from "../../numbers.ts";
import { personaWords, REPLIES_WORDS } from "../../words.ts";
import { Plain } from "./plain.tsx";

/** Characters from which the headline is set smaller. */
const LONG = 120;

/** The verdict sentence, what was run, and what a reader must know before believing a figure. */
export function Head({ run, chosen }: { run: Run; chosen: ModelSummary | undefined }) {
  const { persona, models, scenarios, repeats } = run.identity;
  const headline = chosen?.headline ?? "This run has nothing that could be scored.";
  return (
    <header class="head">
      <p class="kicker">
        dealbench · run <Plain text={run.id} />
        {chosen && models.length > 1 && (
          <>
            {" "}
            · <Plain text={chosen.model} />
          </>
        )}
      </p>
      <h1 class={headline.length > LONG ? "long" : ""}>
        <Plain text={headline} />
      </h1>
      <p class="provenance-line">
        <b>
          <Plain text={personaWords(persona)} />
        </b>
        {persona.sha256 !== null && (
          <>
            {" "}
            <code title="first digits of the system prompt's SHA-256">{persona.sha256.slice(0, 8)}</code>
          </>
        )}
        <Dot />
        {models.length === 0 && "model unknown"}
        {models.map(({ id }, index) => (
          <span key={id}>
            {index > 0 && ", "}
            <Plain text={id} />
          </span>
        ))}
        <Dot />
        {counted(scenarios.count, "scenario")}
        {repeats > 1 && ` × ${repeats} repeats`}
        <Dot />
        <time dateTime={run.provenance.startedAt}>{day(run.provenance.startedAt)}</time>
      </p>
      <Notes run={run} />
    </header>
  );
}

/** Where the replies came from, what is missing, and the run's own notes. */
function Notes({ run }: { run: Run }) {
  const { replies, notes } = run.provenance;
  const words = REPLIES_WORDS[replies];
  const missing = missingReplies(run);
  return (
    <aside class={`notes ${replies === "live" ? "" : "notes-loud"}`} aria-label="Before you believe a figure">
      <p>
        <strong>{words.label}.</strong> {words.means}
      </p>
      {run.status === "partial" && (
        <p>
          <strong>Partial run.</strong> It was not carried out to its end.
        </p>
      )}
      {missing.length > 0 && (
        <p>
          <strong>Not every reply counts.</strong> Of {run.counts.planned.toLocaleString("en-GB")} planned
          replies, {missing.join(", ")}.
        </p>
      )}
      {notes.map((note) => (
        <p key={note}>
          <Plain text={note} />
        </p>
      ))}
    </aside>
  );
}

function missingReplies({ counts }: Run): string[] {
  const parts: [number, string][] = [
    [counts.planned - counts.transcripts, "missing"],
    [counts.error, "failed calls"],
    [counts.refused, "refused by the model"],
    [counts.truncated, "cut off"],
    [counts.empty, "empty"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count.toLocaleString("en-GB")} ${words}`);
}

function Dot() {
  return <span class="dot"> · </span>;
}

function day(iso: string): string {
  return new Date(iso).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}
