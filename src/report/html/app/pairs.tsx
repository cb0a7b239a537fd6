import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { ModelSummary, PairSummary } from "../../../records/summary.ts";
import { factLabel } from "../../reasons.ts";
import { score } from "../../numbers.ts";
import { openPairs } from "../../pairs.ts";
import { GOLD_WORDS, SAID_WORDS } from "../../words.ts";
import type { Row } from "./load.ts";
import { Plain } from "./plain.tsx";
import { RightMark } from "./rightMark.tsx";
import { sampleHash } from "./route.ts";

/** As many as a reader takes in of one kind; the rest is counted. */
const LISTED = 50;

/** Contrast pairs, the broken ones first: two deals that differ in one fact, which flips the right verdict. */
export function Pairs({ model, rows }: { model: ModelSummary; rows: readonly Row[] }) {
  const { pairs, pairConsistency } = model;
  const byScenario = useMemo(() => {
    const own = rows.filter((row) => row.model === model.model);
    return Map.groupBy(own, ({ scenario }) => scenario.id);
  }, [model, rows]);
  if (pairs.length === 0) return null;
  const broken = pairs.filter((pair) => pair.consistent === false);
  const open = pairs.filter((pair) => pair.consistent === null);
  const unread = open.filter(({ complete }) => complete);
  const lacking = open.filter(({ complete }) => !complete);
  const held = pairs.filter((pair) => pair.consistent === true);
  const table = (list: PairSummary[]) => <PairTable pairs={list} rows={byScenario} />;
  return (
    <section aria-labelledby="pairs-title">
      <h2 id="pairs-title">Contrast pairs</h2>
      <p class="lead">
        Two deals with the same story but for one fact, which flips the right verdict. A pair holds when both
        members are right: {held.length} held, {broken.length} broken, {openPairs(pairs)} (consistency{" "}
        {score(pairConsistency)}).
      </p>
      {broken.length > 0 && table(broken)}
      {unread.length > 0 && (
        <Fold summary={`${unread.length} that could not be read`}>{() => table(unread)}</Fold>
      )}
      {lacking.length > 0 && <Fold summary={`${lacking.length} not complete`}>{() => table(lacking)}</Fold>}
      {held.length > 0 && <Fold summary={`${held.length} that held`}>{() => table(held)}</Fold>}
    </section>
  );
}

/** Folded content that is drawn when it is opened. */
function Fold({ summary, children }: { summary: string; children: () => ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children()}
    </details>
  );
}

type RowsByScenario = ReadonlyMap<string, readonly Row[]>;

function PairTable({ pairs, rows }: { pairs: readonly PairSummary[]; rows: RowsByScenario }) {
  return (
    <div class="scroll-x">
      <table class="pairs">
        <thead>
          <tr>
            <th scope="col">What differs</th>
            <th scope="col">One deal</th>
            <th scope="col">Its twin</th>
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, LISTED).map((pair) => (
            <tr key={pair.family}>
              <th scope="row">
                {factLabel(pair.flipField)}
                <span class="small block">
                  <Plain text={pair.family} />
                </span>
              </th>
              <td>
                <Member member={pair.a} replies={rows.get(pair.a.scenario) ?? []} />
              </td>
              <td>
                <Member member={pair.b} replies={rows.get(pair.b.scenario) ?? []} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pairs.length > LISTED && <p class="small">and {pairs.length - LISTED} more</p>}
    </div>
  );
}

function Member({ member, replies }: { member: PairSummary["a"]; replies: readonly Row[] }) {
  const first = replies.find((row) => row.right === false) ?? replies[0];
  if (!first) return <Plain text={member.scenario} />;
  return (
    <>
      <RightMark right={member.right} />{" "}
      <a href={sampleHash(member.scenario, first.model, first.repeat)}>
        <Plain text={first.scenario.title} />
      </a>
      <span class="small block">
        policy {first.gold ? GOLD_WORDS[first.gold] : "–"}, reply {first.said ? SAID_WORDS[first.said] : "–"}
      </span>
    </>
  );
}
