import { type DryRun, type DryRunCost, dryRunToDisk, type ModelDryRun } from "../records/dryRun.ts";
import { counted, dollars } from "../report/numbers.ts";
import { printable } from "../report/terminal.ts";
import { alignColumns } from "./columns.ts";

/** Prints what a run would ask and cost. */
export function printDryRun(dryRun: DryRun, { json }: { json?: boolean | undefined }): void {
  process.stdout.write(json ? `${JSON.stringify(dryRunToDisk(dryRun))}\n` : dryRunText(dryRun));
}

/** A dry run as a terminal shows it: one line a model, then the sum, then what a reader must know. Ends in a newline. */
export function dryRunText({ samples, models, costUsd, notes }: DryRun): string {
  const calls = models.reduce((sum, model) => sum + model.calls, 0);
  const held = models.reduce((sum, model) => sum + model.held, 0);
  const columns = [
    "model",
    "calls",
    "cached",
    "input tokens",
    "output tokens",
    "cost",
    "with prompt cache",
    "as batch",
  ];
  const totals = models.length > 1 ? [["all", number(calls), number(held), "", "", ...costs(costUsd)]] : [];
  return [
    `Dry run: nothing is sent. ${counted(samples, "conversation")}, ${counted(calls, "call")}; ${number(held)} are in the response cache and cost nothing.`,
    "",
    ...alignColumns([columns, ...models.map(modelRow), ...totals]),
    "",
    "Costs and output: of replies of the usual length – of replies that use all of max tokens.",
    ...notes.map(printable),
    "",
  ].join("\n");
}

function modelRow({ model, calls, held, inputTokens, outputTokens, costUsd }: ModelDryRun): string[] {
  const mark = inputTokens.counted === inputTokens.tokens ? "" : "≈ ";
  return [
    printable(model),
    number(calls),
    number(held),
    mark + number(inputTokens.tokens),
    `≈ ${number(outputTokens.typical)} – ${number(outputTokens.most)}`,
    ...costs(costUsd),
  ];
}

function costs({ live, liveWithPromptCache, batch }: DryRun["costUsd"]): string[] {
  return [live, liveWithPromptCache, batch].map(range);
}

function range(cost: DryRunCost): string {
  return cost === null ? "unknown" : `${dollars(cost.typical)} – ${dollars(cost.most)}`;
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}
