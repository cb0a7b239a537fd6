import { useEffect, useRef } from "preact/hooks";
import type { Grade, GradedItem } from "../../../records/grade.ts";
import type { ItemSummary } from "../../../records/summary.ts";
import { score } from "../../numbers.ts";
import { doubtOf, type ItemNamer, toneOf, type Tone } from "../../item.ts";
import { gradeDoubt } from "../../scoreDoubt.ts";
import { plainQuote } from "../../quote.ts";
import { DIMENSION_WORDS } from "../../words.ts";
import { holds, type Pointing } from "./conversation.tsx";
import type { Disagreements } from "./disagreements.tsx";
import type { Opened } from "./load.ts";
import { Plain } from "./plain.tsx";

/** Failures first: they answer the reader's question. */
const ORDER: Tone[] = ["bad", "good", "ungraded", "n/a"];
/** Quotes shown of an item that is not chosen: a checker may cite every hedge. */
const LISTED_QUOTES = 3;
const SIGNS: Record<Tone, string> = { bad: "✗", good: "✓", ungraded: "?", "n/a": "–" };
const SIGN_WORDS: Record<Tone, string> = {
  bad: "counts against it:",
  good: "stands well:",
  ungraded: "ungraded:",
  "n/a": "not applicable:",
};

interface Numbered {
  item: GradedItem;
  /** Its number within the opened reply, shared with the marks in the text. */
  at: number;
}

interface Shared {
  opened: Opened;
  nameOf: ItemNamer;
  /** The model's rubric lines, which know how far each is to be believed. */
  lines: readonly ItemSummary[];
  disagreements: Disagreements;
}

/** The items of every dimension; pointing at one lights the words it rests on. */
export function Items({ opened, ...rest }: Shared & Pointing) {
  const panel = useRef<HTMLElement>(null);
  const { pinned } = rest;
  useEffect(() => {
    if (pinned === null) return;
    panel.current?.querySelector(`[data-item="${pinned}"]`)?.scrollIntoView({ block: "nearest" });
  }, [pinned]);
  let before = 0;
  return (
    <section class="items" aria-label="Items" ref={panel}>
      {opened.grades.map((grade) => {
        const first = before;
        before += grade.items.length;
        const items = grade.items.map((item, index) => ({ item, at: first + index }));
        return <Group key={grade.dimension} grade={grade} items={items} opened={opened} {...rest} />;
      })}
    </section>
  );
}

type GroupProps = { grade: Grade; items: Numbered[] } & Shared & Pointing;

function Group({ grade, items, ...rest }: GroupProps) {
  const byTone = Map.groupBy(items, ({ item }) => toneOf(item));
  const graded = ORDER.filter((tone) => tone !== "n/a").flatMap((tone) => byTone.get(tone) ?? []);
  const ungraded = byTone.get("ungraded")?.length ?? 0;
  const notApplicable = byTone.get("n/a") ?? [];
  const doubt = gradeDoubt(rest.lines, grade);
  return (
    <section>
      <h3>
        {DIMENSION_WORDS[grade.dimension].name}{" "}
        <span class="figure">{grade.score === null ? "no score" : score(grade.score)}</span>
        {doubt && (
          <span class="tag" title={doubt.why}>
            {doubt.state}
          </span>
        )}
        {ungraded > 0 && <span class="small"> without {ungraded} ungraded</span>}
        {grade.criticalFail && <span class="bad small"> ★ critical failure</span>}
      </h3>
      <ul>
        {graded.map((numbered) => (
          <ItemLine key={numbered.at} {...numbered} {...rest} />
        ))}
      </ul>
      {notApplicable.length > 0 && (
        <details>
          <summary class="small">{notApplicable.length} not applicable</summary>
          <ul>
            {notApplicable.map((numbered) => (
              <ItemLine key={numbered.at} {...numbered} {...rest} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

type LineProps = Numbered & Shared & Pointing;

function ItemLine(props: LineProps) {
  const { item, at, opened, nameOf, lines, disagreements, lit, pinned, onHover, onPin } = props;
  const tone = toneOf(item);
  const name = nameOf(item);
  const point = () => onHover(item.evidence.length > 0 ? at : null);
  return (
    <li
      class={`item tone-${tone.replace("/", "")} ${lit === at ? "lit" : ""}`}
      data-item={at}
      data-state={item.state}
      onMouseEnter={point}
      onMouseLeave={() => onHover(null)}
    >
      <button
        type="button"
        aria-pressed={pinned === at}
        onClick={() => onPin(pinned === at ? null : at)}
        onFocus={point}
        onBlur={() => onHover(null)}
      >
        <span class="sign" role="img" aria-label={SIGN_WORDS[tone]}>
          {SIGNS[tone]}
        </span>
        <span class="item-title">
          {item.critical && <abbr title="critical">★ </abbr>}
          <Plain text={name} />
        </span>
        <span class="item-points">{pointsInWords(item)}</span>
      </button>
      <p class="item-reason">
        <span class="small">
          <Plain text={item.id} /> · by {item.by === "judge" ? "judge" : "code"} ·{" "}
        </span>
        <Plain text={item.reason} />
        <Doubt item={item} lines={lines} />
        {(item.state === "met" || item.state === "not_met") && (
          <Disagree item={item} opened={opened} disagreements={disagreements} />
        )}
      </p>
      <Quotes item={item} opened={opened} all={pinned === at} />
    </li>
  );
}

/** "weak" or "unproven" beside a graded item, with why. */
function Doubt({ item, lines }: Pick<LineProps, "item" | "lines">) {
  const doubt = item.state === "met" || item.state === "not_met" ? doubtOf(lines, item) : null;
  if (!doubt) return null;
  return (
    <span class="tag" title={doubt.why}>
      {doubt.state}
    </span>
  );
}

function Disagree({ item, opened, disagreements }: Pick<LineProps, "item" | "opened" | "disagreements">) {
  return (
    <button
      type="button"
      class="disagree"
      aria-pressed={disagreements.has(opened, item)}
      onClick={() => disagreements.toggle(opened, item)}
    >
      I disagree
    </button>
  );
}

function Quotes({ item, opened, all }: { item: GradedItem; opened: Opened; all: boolean }) {
  const many = opened.transcript.turns.length > 1;
  const shown = all ? item.evidence : item.evidence.slice(0, LISTED_QUOTES);
  const rest = item.evidence.length - shown.length;
  return (
    <>
      {shown.map((evidence, index) => {
        const found = holds(evidence, opened.transcript.turns[evidence.turn - 1]?.assistant ?? "");
        return (
          <blockquote key={index}>
            <Plain text={plainQuote(evidence.quote)} />
            {many && <span class="small"> (reply {evidence.turn})</span>}
            {!found && <b class="bad"> This quote does not stand at the place the grade names.</b>}
          </blockquote>
        );
      })}
      {rest > 0 && <p class="item-reason small">and {rest} more places; choose the item to see them</p>}
    </>
  );
}

/** What the item adds: points earned of those on offer, or points taken off. */
function pointsInWords({ state, points }: GradedItem): string {
  if (state === "n/a" || state === "ungraded") return "";
  if (points < 0) return state === "met" ? `−${Math.abs(points)}` : "0";
  return state === "met" ? `+${points}` : `0 of ${points}`;
}
