import type { GradedItem } from "../../../records/grade.ts";
import { acceptableReplies, REPLY_OF_GOLD } from "../../../records/verdict.ts";
import { failedCritical, type ItemNamer, toneOf } from "../../item.ts";
import { plainQuote } from "../../quote.ts";
import { type Reason, reasonsOf } from "../../reasons.ts";
import {
  DISPOSITION_WORDS,
  ERROR_WORDS,
  FORECAST_WORDS,
  GOLD_WORDS,
  OUTCOME_WORDS,
  SAID_WORDS,
} from "../../words.ts";
import type { Opened, Row } from "./load.ts";
import { Plain } from "./plain.tsx";
import { RightMark } from "./rightMark.tsx";

interface Props {
  row: Row;
  opened: Opened;
  nameOf: ItemNamer;
}

/** The answer to "why did it fail this deal?": the policy's call with its reasons, against the reply's. */
export function Call({ row, opened, nameOf }: Props) {
  const critical = opened.grades.flatMap(failedCritical);
  return (
    <section class="call" aria-label="The call">
      <div>
        <h3>The policy says</h3>
        <Policy opened={opened} />
      </div>
      <div>
        <h3>The reply says</h3>
        <ReplySays row={row} why={opened.grades[0]?.items[0]?.reason} />
        {critical.length > 0 && (
          <ul class="critical-here">
            {critical.map((item) => (
              <li key={item.id}>
                <span class="bad">★ {item.id}</span> <Plain text={nameOf(item)} />
                <span class="small block">
                  <Plain text={item.reason} />
                </span>
                {item.evidence[0] && (
                  <q>
                    <Plain text={plainQuote(item.evidence[0].quote)} />
                  </q>
                )}
              </li>
            ))}
          </ul>
        )}
        <HardTruth opened={opened} />
      </div>
    </section>
  );
}

function Policy({ opened }: { opened: Opened }) {
  const { scenario, decisions, grades } = opened;
  const decision = decisions.at(-1);
  if (!decision) return <p>No decision was computed for this scenario.</p>;
  const items = grades.find((grade) => grade.dimension === "disqualification")?.items ?? [];
  const gold = REPLY_OF_GOLD[decision.verdict];
  const alternates = acceptableReplies(scenario, decisions).filter((verdict) => verdict !== gold);
  return (
    <>
      <p class="verdict">
        {scenario.verdictExpected ? GOLD_WORDS[decision.verdict] : "No verdict is asked for"}
        {decision.provisional && ", provisionally"}
      </p>
      <p class="small">
        {decision.disposition && `${DISPOSITION_WORDS[decision.disposition]} · `}
        {decision.forecastCap === "omit" ? "" : "forecast at most "}
        {FORECAST_WORDS[decision.forecastCap]}
        {scenario.stage !== "n/a" &&
          decision.supportedStage !== scenario.stage &&
          ` · claimed stage ${scenario.stage}, the facts support ${decision.supportedStage}`}
        {alternates.length > 0 &&
          ` · also accepted: ${alternates.map((verdict) => SAID_WORDS[verdict].toLowerCase()).join(", ")}`}
        {decisions.length > 1 &&
          decisions.some((earlier) => earlier.verdict !== decision.verdict) &&
          " · changed on the way"}
      </p>
      <ReasonList reasons={reasonsOf(decision, scenario)} items={items} required={scenario.requiredReasons} />
    </>
  );
}

interface ReasonListProps {
  reasons: readonly Reason[];
  items: readonly GradedItem[];
  required: Opened["scenario"]["requiredReasons"];
}

/** Reasons that decide, then side findings; those that the reply had to name say whether it did. */
function ReasonList({ reasons, items, required }: ReasonListProps) {
  const deciding = reasons.filter(({ kind }) => kind !== "flag");
  const flags = reasons.filter(({ kind }) => kind === "flag");
  const shown = new Set(reasons.map(({ code }) => code));
  const others = required.filter(({ code }) => !shown.has(code));
  return (
    <ul class="reasons">
      {deciding.length === 0 && <li>every signal is green</li>}
      {deciding.map((reason) => (
        <li key={`${reason.kind} ${reason.code}`} class={`reason-${reason.kind}`}>
          <b>{reason.kind === "ask" ? "?" : reason.code}</b> <Plain text={reason.words} />{" "}
          <Named code={reason.code} items={items} />
        </li>
      ))}
      {others.map(({ code, text }) => (
        <li key={code} class="reason-flag">
          <b>{code}</b> <Plain text={text} /> <Named code={code} items={items} />
        </li>
      ))}
      {flags.length > 0 && (
        <li class="reason-flag">
          Noted beside it, never decisive: {flags.map(({ words }) => words).join("; ")}.
        </li>
      )}
    </ul>
  );
}

function Named({ code, items }: { code: string; items: readonly GradedItem[] }) {
  const item = items.find(({ id }) => id === `DC3.${code}`);
  if (!item || item.state === "n/a") return null;
  const tone = toneOf(item);
  if (tone === "ungraded") return <span class="tag">named? needs a judge</span>;
  return (
    <span class={`tag ${tone}`}>{tone === "good" ? "named in the reply" : "not named in the reply"}</span>
  );
}

/** `why`: what is said of any of its items, which for a reply that is not whole is what became of it. */
function ReplySays({ row, why }: { row: Row; why: string | undefined }) {
  if (row.outcome !== "ok") {
    return (
      <>
        <p class="verdict bad">
          Nothing whole:{" "}
          {row.outcome === "error" ? "the call failed" : `the reply is ${OUTCOME_WORDS[row.outcome]}`}.
        </p>
        {why !== undefined && <p class="small">{why}</p>}
      </>
    );
  }
  if (row.gold === null) return <p class="verdict">No verdict is asked for</p>;
  const leaks = row.errors.includes("leak");
  return (
    <>
      <p class="verdict">
        {row.said === null ? "Nothing that was read" : SAID_WORDS[row.said]}{" "}
        {row.right !== null && <RightMark right={row.right} leaks={leaks} />}
        {leaks && <span class="aside"> right verdict, wrong consequence</span>}
      </p>
      {row.said === "needs_judge" && (
        <p class="small">The stance is not plain enough for code to read; it is in no figure.</p>
      )}
      {row.errors.map((error) => (
        <p key={error}>
          <b class="bad">{ERROR_WORDS[error].name}.</b> {ERROR_WORDS[error].means}
        </p>
      ))}
    </>
  );
}

function HardTruth({ opened }: { opened: Opened }) {
  const { hardTruth, plantedAssumption, plantedContradiction } = opened.scenario;
  const lines: [string, string | null][] = [
    ["The hard truth", hardTruth],
    ["Assumption planted in the brief", plantedAssumption],
    ["Contradiction planted in the brief", plantedContradiction],
  ];
  return (
    <dl class="planted">
      {lines.map(
        ([name, text]) =>
          text !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Plain text={text} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
