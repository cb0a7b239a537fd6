import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { type Block, blocksOf } from "../../markdownBlocks.ts";
import type { Run, Span } from "../../markdownRuns.ts";

/** Draws a span of the text, which begins and ends where a run does. */
type Piece = (span: Span) => ComponentChildren;

/** A text in Markdown as its writer meant it to be read. `piece` draws the words, asked for them in the order of the text. */
export function Markdown({ text, piece }: { text: string; piece: Piece }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <>
      {blocks.map((block, index) => (
        <Fragment key={index} block={block} piece={piece} />
      ))}
    </>
  );
}

/** Headings are paragraphs: those of a reply are none of the page's. */
function Fragment({ block, piece }: { block: Block; piece: Piece }) {
  if (block.kind === "rule") return <hr />;
  if (block.kind === "list")
    return (
      <ul class="md-list">
        {block.items.map(({ marker, depth, runs }, index) => (
          <li key={index} class={`md-depth-${depth}`}>
            <span class="md-marker">{marker}</span>
            <span>
              <Runs runs={runs} piece={piece} />
            </span>
          </li>
        ))}
      </ul>
    );
  if (block.kind === "table") return <Table rows={block.rows} piece={piece} />;
  if (block.kind === "code")
    return (
      <pre class="md-code">
        <Runs runs={block.runs} piece={piece} />
      </pre>
    );
  return (
    <p class={`md-${block.kind}`}>
      <Runs runs={block.runs} piece={piece} />
    </p>
  );
}

function Table({ rows, piece }: { rows: readonly Run[][][]; piece: Piece }) {
  const [head = [], ...rest] = rows;
  return (
    <div class="scroll-x">
      <table class="md-table">
        <thead>
          <tr>
            {head.map((runs, index) => (
              <th key={index}>
                <Runs runs={runs} piece={piece} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rest.map((cells, row) => (
            <tr key={row}>
              {cells.map((runs, index) => (
                <td key={index}>
                  <Runs runs={runs} piece={piece} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Runs({ runs, piece }: { runs: readonly Run[]; piece: Piece }) {
  return (
    <>
      {runs.map((run) => {
        const words = piece(run);
        const plain = run.code ? <code>{words}</code> : words;
        const stressed = run.emphasis ? <em>{plain}</em> : plain;
        return run.strong ? (
          <strong key={run.start}>{stressed}</strong>
        ) : (
          <span key={run.start}>{stressed}</span>
        );
      })}
    </>
  );
}
