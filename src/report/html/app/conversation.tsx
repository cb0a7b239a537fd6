import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Evidence, GradedItem } from "../../../records/grade.ts";
import { GOLD_WORDS, OUTCOME_WORDS, SAID_WORDS, spaced } from "../../words.ts";
import { toneOf } from "../../item.ts";
import type { Opened } from "./load.ts";
import { Markdown } from "./markdown.tsx";
import { Plain } from "./plain.tsx";
import { cutSegments, type Mark, type Segment, segmentsWithin } from "./segments.ts";

/** Which item is lit, by the pointer or by choice. */
export interface Pointing {
  lit: number | null;
  pinned: number | null;
  onHover: (item: number | null) => void;
  onPin: (item: number | null) => void;
}

/** Brief, attachments and replies in the order they were said, the words that items rest on marked. */
export function Conversation({ opened, ...pointing }: { opened: Opened } & Pointing) {
  const { scenario, transcript, grades, decisions } = opened;
  const items = useMemo(() => grades.flatMap((grade) => grade.items), [grades]);
  const verdicts = grades.find((grade) => grade.dimension === "disqualification")?.details["verdicts"];
  return (
    <section class="conversation" aria-label="Conversation">
      {transcript.turns.map((turn, index) => {
        const scripted = scenario.turns[index];
        const gold = decisions[index];
        const said = Array.isArray(verdicts) ? String(verdicts[index] ?? "") : "";
        return (
          <article key={index}>
            <details class="user-turn" open>
              <summary>
                {index === 0 ? "The brief" : `User, turn ${index + 1}`}
                {scripted && index > 0 && ` · ${spaced(scripted.kind)}`}
                {scripted?.tactic && ` (${scripted.tactic})`}
              </summary>
              <pre class="wrap">
                <Plain text={turn.user === "" ? (scripted?.text ?? "") : turn.user} />
              </pre>
              {index === 0 && <Attachments attachments={scenario.attachments} />}
            </details>
            <h3>
              {transcript.turns.length > 1 ? `Reply ${index + 1}` : "The reply"}
              <span class="small">
                {turn.outcome !== "ok" && <b class="bad"> {OUTCOME_WORDS[turn.outcome]}</b>}
                {transcript.turns.length > 1 &&
                  scenario.verdictExpected &&
                  gold &&
                  ` policy: ${GOLD_WORDS[gold.verdict]}`}
                {transcript.turns.length > 1 && isVerdict(said) && ` · read as: ${SAID_WORDS[said]}`}
              </span>
            </h3>
            <Reply text={turn.assistant} turn={index + 1} items={items} {...pointing} />
          </article>
        );
      })}
    </section>
  );
}

function Attachments({ attachments }: Pick<Opened["scenario"], "attachments">) {
  return (
    <>
      {attachments.map((attachment) => (
        <details key={attachment.name} class="attachment">
          <summary>
            Attachment: <Plain text={attachment.name} />
            {attachment.untrusted && <span class="small"> · untrusted text, quoted as it came</span>}
          </summary>
          <pre class="wrap">
            <Plain text={attachment.text} />
          </pre>
        </details>
      ))}
    </>
  );
}

interface ReplyProps extends Pointing {
  text: string;
  /** 1-based. */
  turn: number;
  items: readonly GradedItem[];
}

function Reply({ text, turn, items, lit, pinned, onHover, onPin }: ReplyProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (pinned === null) return;
    box.current?.querySelector(`mark[data-first~="${pinned}"]`)?.scrollIntoView({ block: "nearest" });
  }, [pinned]);
  const segments = useMemo(() => cutSegments(text, marksOf(items, turn, text)), [text, turn, items]);
  if (text === "") return <p class="empty">There is no text.</p>;
  const seen = new Set<number>();
  const draw = (segment: Segment) => {
    if (segment.items.length === 0) return <Plain key={segment.start} text={segment.text} />;
    const first = segment.items.filter((item) => !seen.has(item));
    for (const item of first) seen.add(item);
    const on = lit !== null && segment.items.includes(lit);
    const shown = on && lit !== null ? lit : segment.items[0];
    return (
      <mark
        key={segment.start}
        class={`${toneClass(items, shown)} ${on ? "lit" : ""}`}
        data-items={segment.items.join(" ")}
        data-first={first.join(" ")}
        onMouseEnter={() => onHover(shown ?? null)}
        onMouseLeave={() => onHover(null)}
        onClick={() => onPin(shown === pinned ? null : (shown ?? null))}
      >
        <Plain text={segment.text} />
      </mark>
    );
  };
  return (
    <div class="wrap reply" ref={box}>
      <Markdown text={text} piece={(span) => segmentsWithin(segments, span).map(draw)} />
    </div>
  );
}

/** Only spans that hold: their quote equals the text at their place. */
function marksOf(items: readonly GradedItem[], turn: number, text: string): Mark[] {
  return items.flatMap((item, index) =>
    item.evidence
      .filter((evidence) => evidence.turn === turn && holds(evidence, text))
      .map(({ start, end }) => ({ item: index, start, end })),
  );
}

/** Whether a piece of evidence stands where it says. */
export function holds({ start, end, quote }: Evidence, text: string): boolean {
  return text.slice(start, end) === quote;
}

function toneClass(items: readonly GradedItem[], index: number | undefined): string {
  const item = index === undefined ? undefined : items[index];
  return item ? `tone-${toneOf(item).replace("/", "")}` : "";
}

function isVerdict(verdict: string): verdict is keyof typeof SAID_WORDS {
  return Object.hasOwn(SAID_WORDS, verdict);
}
