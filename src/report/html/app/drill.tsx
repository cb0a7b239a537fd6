import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { itemNamer } from "../../item.ts";
import { Call } from "./call.tsx";
import { Conversation } from "./conversation.tsx";
import { type Disagreements, SaveDisagreements } from "./disagreements.tsx";
import { Facts } from "./facts.tsx";
import { Items } from "./items.tsx";
import { open, type Opened, type Report, type Row } from "./load.ts";
import { Plain } from "./plain.tsx";
import { type SampleAddress, sampleHash } from "./route.ts";
import { Usage } from "./usage.tsx";

interface Props {
  report: Report;
  address: SampleAddress;
  /** The rows that next and previous step through. */
  order: readonly Row[];
  disagreements: Disagreements;
  onClose: () => void;
}

/** One reply, opened over the page: why it passed or failed, with every item beside the words it rests on. */
export function Drill({ report, address, order, disagreements, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const row = report.rows.find((candidate) => isAt(candidate, address));
  const opened = useOpened(row);
  const position = row ? order.indexOf(row) : -1;
  const step = (by: number) => {
    const next = position < 0 ? undefined : order[position + by];
    if (next) location.replace(sampleHash(next.scenario.id, next.model, next.repeat));
  };
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    title.current?.focus();
    document.documentElement.classList.add("drilling");
    return () => {
      document.documentElement.classList.remove("drilling");
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => dialog.current?.scrollTo(0, 0), [row]);
  return (
    <dialog
      ref={dialog}
      class="drill"
      aria-labelledby="drill-title"
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
        if (event.key === "ArrowRight" || event.key === "j") step(1);
        if (event.key === "ArrowLeft" || event.key === "k") step(-1);
      }}
    >
      <header class="drill-head">
        <div>
          <h2 id="drill-title" ref={title} tabIndex={-1}>
            <Plain text={row?.scenario.title ?? "No such reply"} />
          </h2>
          <p class="small">
            <Plain text={address.scenario} /> · <Plain text={address.model} /> · repeat {address.repeat}
          </p>
        </div>
        <nav aria-label="Replies">
          <SaveDisagreements {...disagreements} />
          <button type="button" disabled={position <= 0} onClick={() => step(-1)} title="Previous reply (←)">
            ← <span class="wide-only">Previous</span>
          </button>
          <button
            type="button"
            disabled={position < 0 || position >= order.length - 1}
            onClick={() => step(1)}
            title="Next reply (→)"
          >
            <span class="wide-only">Next</span> →
          </button>
          <button type="button" onClick={() => dialog.current?.close()} title="Close (Esc)">
            Close
          </button>
        </nav>
      </header>
      {!row && <p class="lead">This report holds no reply to that scenario by that model.</p>}
      {opened.failure && <p class="lead">It cannot be shown: {opened.failure}.</p>}
      {row && row.detail === null && (
        <p class="lead">
          This page holds the texts of {report.heldWhole.toLocaleString("en-GB")} of{" "}
          {report.rows.length.toLocaleString("en-GB")} replies, and this is not one of them. Its text is in
          transcripts.jsonl and its items are in grades.jsonl, beside this page.
        </p>
      )}
      {row && opened.value && (
        <Body key={row.at} row={row} opened={opened.value} report={report} disagreements={disagreements} />
      )}
    </dialog>
  );
}

interface BodyProps {
  row: Row;
  opened: Opened;
  report: Report;
  disagreements: Disagreements;
}

function Body({ row, opened, report, disagreements }: BodyProps) {
  const [hovered, setHovered] = useState<number | null>(null);
  const [pinned, setPinned] = useState<number | null>(null);
  const nameOf = useMemo(
    () => itemNamer(report.index.summary.models.flatMap(({ items }) => items)),
    [report],
  );
  const lit = hovered ?? pinned;
  const pointing = { lit, pinned, onHover: setHovered, onPin: setPinned };
  return (
    <>
      <Call row={row} opened={opened} nameOf={nameOf} />
      <div class="drill-columns">
        <Conversation opened={opened} {...pointing} />
        <Items
          opened={opened}
          nameOf={nameOf}
          lines={report.index.summary.models.find(({ model }) => model === row.model)?.items ?? []}
          disagreements={disagreements}
          {...pointing}
        />
      </div>
      <Facts scenario={opened.scenario} />
      <Usage transcript={opened.transcript} />
    </>
  );
}

function isAt({ scenario, model, repeat }: Row, address: SampleAddress): boolean {
  // An address cannot hold every character of an id (lone surrogates): compared as addresses, both have lost the same.
  return (
    sampleHash(scenario.id, model, repeat) === sampleHash(address.scenario, address.model, address.repeat)
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}

/** The opened row's detail; an answer that comes after the reader has moved on is dropped. */
function useOpened(row: Row | undefined): { value: Opened | null; failure: string | null } {
  const [state, setState] = useState<{ row: Row; value: Opened | null; failure: string | null } | null>(null);
  useEffect(() => {
    if (!row) return undefined;
    let current = true;
    open(row).then(
      (value) => current && setState({ row, value, failure: null }),
      (error: unknown) => current && setState({ row, value: null, failure: String(error) }),
    );
    return () => {
      current = false;
    };
  }, [row]);
  return state && state.row === row ? state : { value: null, failure: null };
}
