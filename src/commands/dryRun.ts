import {
  type ContinuedRun,
  type DryRun,
  type DryRunCost,
  dryRunToDisk,
  type ModelDryRun,
} from "../records/dryRun.ts";
import { counted, dollars } from "../report/numbers.ts";
import { printable } from "../report/terminal.ts";

/** Prints what a run would ask and cost. */
export function printDryRun(dryRun: DryRun, { json }: { json?: boolean | undefined }): void {
  process.stdout.write(json ? `${JSON.stringify(dryRunToDisk(dryRun))}\n` : dryRunText(dryRun));
}

/** A dry run as a terminal shows it: each model, then the sum, then what a reader must know. Ends in a newline. */
export function dryRunText({ samples, continued, models, costUsd, notes }: DryRun): string {
  const sum = (of: keyof Calls): number => models.reduce((total, model) => total + model[of], 0);
  const all = { calls: sum("calls"), held: sum("held"), waiting: sum("waiting") };
  return [
    `Dry run, nothing is sent: ${counted(samples, "conversation")}, ${calls(all)}.`,
    ...(continued ? [continuedLine(continued)] : []),
    "",
    ...models.flatMap((model) => [...modelLines(model), ""]),
    ...(models.length > 1 ? ["all models", ...costLines(costUsd), ""] : []),
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

function costLines({ live, liveWithPromptCache, batch }: DryRun["costUsd"]): string[] {
  return [
    line("cost", range(live)),
    line("with prompt cache", range(liveWithPromptCache)),
    line("as a batch", range(batch)),
  ];
}

type Calls = Pick<ModelDryRun, "calls" | "held" | "waiting">;

function calls({ calls: all, held, waiting }: Calls): string {
  const paid = [
    ...(held > 0 ? [`${number(held)} of them in the response cache`] : []),
    ...(waiting > 0 ? [`${number(waiting)} of them in a batch already`] : []),
  ];
  return [counted(all, "call"), ...paid].join(", ");
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(19)}${value}`;
}

function range(cost: DryRunCost): string {
  return cost === null ? "unknown" : `${dollars(cost.typical)} – ${dollars(cost.most)}`;
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}
