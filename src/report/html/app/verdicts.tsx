import { type GoldVerdict } from "../../../records/decision.ts";
import type { ReplyVerdict } from "../../../records/grade.ts";
import type { ModelSummary, VerdictError } from "../../../records/summary.ts";
import { REPLY_OF_GOLD } from "../../../records/verdict.ts";
import { elicitedLine } from "../../elicited.ts";
import { counted, estimate, score, share } from "../../numbers.ts";
import { ERROR_WORDS, GOLD_WORDS, SAID_WORDS } from "../../words.ts";
import { keysOf, type Picked } from "./filter.ts";
import type { Row } from "./load.ts";

interface Props {
  model: ModelSummary;
  rows: readonly Row[];
  onPick: (pick: Picked) => void;
}

const GOLD = Object.keys(GOLD_WORDS) as GoldVerdict[];
const SAID = Object.keys(SAID_WORDS) as ReplyVerdict[];
/** What the policy says against what the replies said; every count opens its replies in the table below. */
export function Verdicts({ model, rows, onPick }: Props) {
  const elicited = elicitedLine(model.verdicts);
  const { right, rightBounds, expected, answered, needsJudge, macroRecall, meanCost } = model.verdicts;
  return (
    <section aria-labelledby="verdicts-title">
      <h2 id="verdicts-title">Verdicts</h2>
      <p class="lead">
        {counted(expected, "reply", "replies")} should give a verdict; {share(answered, expected)} could be
        read, {needsJudge} left to a judge. Choose a count to see its replies.
      </p>
      {elicited !== null && <p>{elicited}</p>}
      <div class="verdict-columns">
        <Matrix model={model} rows={rows} onPick={onPick} />
        <Errors model={model} rows={rows} onPick={onPick} />
      </div>
      <dl class="figures">
        <div>
          <dt>Right, of those read</dt>
          <dd>{estimate(right)}</dd>
          <dd class="small">
            the stance is one that the scenario accepts
            {rightBounds && answered < expected && (
              <>
                ; {score(rightBounds.low)}–{score(rightBounds.high)} if all that could not be read were wrong,
                or right
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Macro-recall</dt>
          <dd>{score(macroRecall)}</dd>
          <dd class="small">mean over the three verdicts; always giving the same one would score 0.33</dd>
        </div>
        <div>
          <dt>Mean cost of an answer</dt>
          <dd>{score(meanCost)}</dd>
          <dd class="small">0 = never wrong; 5 = pursues every deal to disqualify</dd>
        </div>
      </dl>
    </section>
  );
}

function Matrix({ model, rows, onPick }: Props) {
  const cells = new Map(model.verdicts.matrix.map((cell) => [`${cell.gold} ${cell.said}`, cell]));
  const inCells = Map.groupBy(
    rows.filter((row) => row.model === model.model),
    ({ gold, said }) => `${gold} ${said}`,
  );
  const columns = SAID.filter(
    (said) => said in MAIN_VERDICTS || model.verdicts.matrix.some((cell) => cell.said === said),
  );
  return (
    <div class="scroll-x">
      <table class="matrix">
        <caption>
          The policy’s verdict (rows) against the reply’s (columns). Some deals accept a second verdict: a
          cell says how many of its replies are accepted.
        </caption>
        <thead>
          <tr>
            <td />
            {columns.map((said) => (
              <th key={said} scope="col">
                {SAID_WORDS[said]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {GOLD.map((gold) => (
            <tr key={gold}>
              <th scope="row">{GOLD_WORDS[gold]}</th>
              {columns.map((said) => {
                const cell = cells.get(`${gold} ${said}`);
                const replies = inCells.get(`${gold} ${said}`) ?? [];
                const accepted = replies.filter(({ right }) => right === true).length;
                const mark = acceptedMark(gold, said, accepted, replies.length);
                const label = `Policy says ${GOLD_WORDS[gold]}, reply says ${SAID_WORDS[said]}`;
                return (
                  <td
                    key={said}
                    class={cellClass(
                      gold,
                      said,
                      cell && replies.some(({ errors }) => errors.some((name) => name !== "leak")),
                    )}
                  >
                    {cell ? (
                      <button
                        type="button"
                        aria-label={`${label}: ${counted(cell.count, "reply", "replies")}${mark === "" ? "" : `, ${mark}`}`}
                        onClick={() => onPick({ label, keys: keysOf(replies) })}
                      >
                        {cell.count}
                        {mark !== "" && <span class="small block">{mark}</span>}
                      </button>
                    ) : (
                      <span class="zero">0</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const MAIN_VERDICTS: Partial<Record<ReplyVerdict, true>> = { pursue: true, develop: true, disqualify: true };

function Errors(props: Props) {
  const { leak: _, ...wrong } = ERROR_WORDS;
  return (
    <table class="errors">
      <caption>How the wrong ones went wrong</caption>
      <tbody>
        {(Object.keys(wrong) as VerdictError[]).map((name) => (
          <ErrorRow key={name} name={name} {...props} />
        ))}
      </tbody>
      <tbody>
        <tr>
          <th colSpan={3} scope="rowgroup" class="group">
            Besides, whether the verdict is right or wrong
          </th>
        </tr>
        <ErrorRow name="leak" {...props} />
      </tbody>
    </table>
  );
}

function ErrorRow({ name, model, rows, onPick }: Props & { name: VerdictError }) {
  const count = model.verdicts.errors.find((error) => error.name === name)?.count ?? 0;
  const words = ERROR_WORDS[name];
  const pick = () => {
    const made = rows.filter((row) => row.model === model.model && row.errors.includes(name));
    onPick({ label: words.name, keys: keysOf(made) });
  };
  return (
    <tr class={count === 0 ? "none" : ""}>
      <td class="number">
        {count === 0 ? (
          <span class="zero">0</span>
        ) : (
          <button
            type="button"
            aria-label={`${words.name}: ${counted(count, "reply", "replies")}`}
            onClick={pick}
          >
            {count}
          </button>
        )}
      </td>
      <th scope="row">{words.name}</th>
      <td>{words.means}</td>
    </tr>
  );
}

/** How many of a cell off the diagonal are accepted all the same: some scenarios accept a second verdict. */
function acceptedMark(gold: GoldVerdict, said: ReplyVerdict, accepted: number, count: number): string {
  if (REPLY_OF_GOLD[gold] === said || accepted === 0) return "";
  return accepted === count ? "accepted" : `${accepted} accepted`;
}

/** The colour of a cell: its verdict as gold, else whether any reply in it was wrong (some verdicts have alternates). */
function cellClass(gold: GoldVerdict, said: ReplyVerdict, anyWrong: boolean | undefined): string {
  if (REPLY_OF_GOLD[gold] === said) return "cell-right";
  if (anyWrong === undefined) return "cell-none";
  if (said === "needs_judge") return "cell-open";
  return anyWrong || said === "conflict" ? "cell-wrong" : "cell-right";
}
