import {
  type ContinuedRun,
  type DryRun,
  type DryRunCosts,
  dryRunToDisk,
  type JudgeDryRun,
  type JudgeRange,
  type ModelDryRun,
} from "../records/dryRun.ts";
import { counted, dollars } from "../report/numbers.ts";
import { printable } from "../report/terminal.ts";

/** Prints what a run would ask and cost. */
export function printDryRun(dryRun: DryRun, { json }: { json?: boolean | undefined }): void {
  process.stdout.write(json ? `${JSON.stringify(dryRunToDisk(dryRun))}\n` : dryRunText(dryRun));
}

/** A dry run as a terminal shows it: each model, then the sum, then what a reader must know. Ends in a newline. */
export function dryRunText({ samples, continued, models, costUsd, judge, notes }: DryRun): string {
  const sum = (of: keyof Calls): number => models.reduce((total, model) => total + model[of], 0);
  if (models.length === 0 && !judge) {
    const head = "Dry run: 0 calls, $0. Every reply is there already, recorded or in the folder.";
    return [head, ...(continued ? [continuedLine(continued)] : []), ...notes.map(printable), ""].join("\n");
  }
  const all = { calls: sum("calls"), held: sum("held"), waiting: sum("waiting") };
  return [
    `Dry run, nothing is sent: ${counted(samples, "conversation")}, ${calls(all)}${judge ? `; and ${judgeCalls(judge, " of the judge")}` : ""}.`,
    ...(continued ? [continuedLine(continued)] : []),
    "",
    ...models.flatMap((model) => [...modelLines(model), ""]),
    ...(models.length > 1 ? ["all models", ...costLines(costUsd), ""] : []),
    ...(judge
      ? [...judgeLines(judge), "", "with the judge", ...costLines(together(costUsd, judge)), ""]
      : []),
    "Ranges: replies of the usual length – replies that use all of their max tokens.",
    ...notes.map(printable),
    "",
  ].join("\n");
}

function continuedLine({ folder, kept, planned, spentUsd }: ContinuedRun): string {
  return `It would go on with ${folder}, which has ${number(kept)} of ${counted(planned, "conversation")} already, for ${dollars(spentUsd)}.`;
}

function modelLines(model: ModelDryRun): string[] {
  const { tokens, counted: exact } = model.inputTokens;
  const { typical, most } = model.outputTokens;
  const how = exact === tokens ? "counted" : exact === 0 ? "estimated" : "counted in part, else estimated";
  return [
    `${printable(model.model)}: ${calls(model)}`,
    line("input tokens", `${number(tokens)} (${how})`),
    line("output tokens", `${number(typical)} – ${number(most)} (estimated)`),
    ...costLines(model.costUsd),
  ];
}

/** An estimate, and marked as such, unless all replies are there. */
function judgeLines(judge: JudgeDryRun): string[] {
  const { model, votes, replies, judged, inputTokens, outputTokens } = judge;
  const each = votes === 1 ? "" : `, ${votes} votes each`;
  const before = judged > 0 ? `, ${number(judged)} more answered already` : "";
  const how = replies.toCome === 0 ? "" : " (an estimate)";
  return [
    `judge ${printable(model)}${how}: ${judgeCalls(judge)}${each}${before}${elsewhere(judge)}`,
    line("input tokens", `${span(inputTokens, number)} (estimated)`),
    line("output tokens", `${span(outputTokens, number)} (estimated)`),
    ...costLines(judge.costUsd),
  ];
}

function judgeCalls({ calls: { typical, most }, replies }: JudgeDryRun, whose = ""): string {
  if (replies.toCome === 0) return `${counted(most, "call")}${whose}`;
  const about = typical === null ? "an unknown number of calls" : `about ${counted(typical, "call")}`;
  return `${about}${whose}, at most ${number(most)}`;
}

function together(models: DryRunCosts, { costUsd }: JudgeDryRun): JudgeDryRun["costUsd"] {
  const sum = (way: keyof DryRunCosts): JudgeRange | null => {
    const [of, judge] = [models[way], costUsd[way]];
    if (of === null || judge === null) return null;
    return { typical: judge.typical && of.typical + judge.typical, most: of.most + judge.most };
  };
  return { live: sum("live"), liveWithPromptCache: sum("liveWithPromptCache"), batch: sum("batch") };
}

function costLines({ live, liveWithPromptCache, batch }: JudgeDryRun["costUsd"]): string[] {
  return [
    line("cost", range(live)),
    line("with prompt cache", range(liveWithPromptCache)),
    line("as a batch", range(batch)),
  ];
}

type Calls = Pick<ModelDryRun, "calls" | "held" | "waiting">;

function calls(all: Calls): string {
  return `${counted(all.calls, "call")}${elsewhere(all)}`;
}

/** Calls that are not paid for. */
function elsewhere({ held, waiting }: Pick<Calls, "held" | "waiting">): string {
  return [
    ...(held > 0 ? [`, ${number(held)} of them in the response cache`] : []),
    ...(waiting > 0 ? [`, ${number(waiting)} of them in a batch already`] : []),
  ].join("");
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(19)}${value}`;
}

function range(cost: JudgeRange | null): string {
  return cost === null ? "unknown" : span(cost, dollars);
}

function span({ typical, most }: JudgeRange, show: (value: number) => string): string {
  return `${typical === null ? "unknown" : show(typical)} – ${show(most)}`;
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}
