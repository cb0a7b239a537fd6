import type { ModelSummary, PairSummary } from "../../../records/summary.ts";
import { factLabel } from "../../reasons.ts";
import { score } from "../../numbers.ts";
import { GOLD_WORDS, SAID_WORDS } from "../../words.ts";
import type { Row } from "./load.ts";
import { Plain } from "./plain.tsx";
import { sampleHash } from "./route.ts";

/** Contrast pairs, the broken ones first: two deals that differ in one fact, which flips the right verdict. */
export function Pairs({ model, rows }: { model: ModelSummary; rows: readonly Row[] }) {
  const { pairs, pairConsistency } = model;
  if (pairs.length === 0) return null;
  const broken = pairs.filter((pair) => pair.consistent === false);
  const unread = pairs.filter((pair) => pair.consistent === null);
  const held = pairs.filter((pair) => pair.consistent === true);
  const table = (list: PairSummary[]) => <PairTable pairs={list} model={model.model} rows={rows} />;
  return (
    <section aria-labelledby="pairs-title">
      <h2 id="pairs-title">Contrast pairs</h2>
      <p class="lead">
        Two deals with the same story but for one fact, which flips the right verdict. A pair holds when both
        members are right: {held.length} held, {broken.length} broken, {unread.length} could not be read
        (consistency {score(pairConsistency)}).
      </p>
      {broken.length > 0 && table(broken)}
      {unread.length > 0 && (
        <details class="fold">
          <summary>{unread.length} that could not be read</summary>
          {table(unread)}
        </details>
      )}
      {held.length > 0 && (
        <details class="fold">
          <summary>{held.length} that held</summary>
          {table(held)}
        </details>
      )}
    </section>
  );
}

function PairTable({
  pairs,
  model,
  rows,
}: {
  pairs: readonly PairSummary[];
  model: string;
  rows: readonly Row[];
}) {
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
          {pairs.map((pair) => (
            <tr key={pair.family}>
              <th scope="row">
                {factLabel(pair.flipField)}
                <span class="small block">
                  <Plain text={pair.family} />
                </span>
              </th>
              <td>
                <Member member={pair.a} model={model} rows={rows} />
              </td>
              <td>
                <Member member={pair.b} model={model} rows={rows} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Member({ member, model, rows }: { member: PairSummary["a"]; model: string; rows: readonly Row[] }) {
  const replies = rows.filter((row) => row.scenario.id === member.scenario && row.model === model);
  const first = replies.find((row) => row.right === false) ?? replies[0];
  if (!first) return <Plain text={member.scenario} />;
  return (
    <>
      <RightMark right={member.right} />{" "}
      <a href={sampleHash(member.scenario, model, first.repeat)}>
        <Plain text={first.scenario.title} />
      </a>
      <span class="small block">
        policy {first.gold ? GOLD_WORDS[first.gold] : "–"}, reply {first.said ? SAID_WORDS[first.said] : "–"}
      </span>
    </>
  );
}

/** ✓ right, ✗ wrong, ? not read; in words for those who do not see it. */
export function RightMark({ right }: { right: boolean | null }) {
  if (right === null)
    return (
      <span class="mark-open" role="img" aria-label="not read">
        ?
      </span>
    );
  return right ? (
    <span class="good" role="img" aria-label="right">
      ✓
    </span>
  ) : (
    <span class="bad" role="img" aria-label="wrong">
      ✗
    </span>
  );
}
