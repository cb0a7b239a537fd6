import { Command } from "commander";
import { toDisk } from "../records/wire.ts";
import { listModels, type ModelLine } from "./modelList.ts";

/** `dealbench models`: what `--model` takes, what of it can be called now, and why the rest cannot. Exit 0 either way. */
export function modelsCommand(): Command {
  return new Command("models")
    .description("list the models that can be called now, and what the others lack")
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      `
Models are named <provider>:<model>. Keys are read from the environment, then from .env of the working folder.
With a key, the vendor is asked which models it may call, with limits; prices are by list.

Examples:
  dealbench models
  dealbench run --model anthropic:claude-sonnet-5 --model promptfoo:openai:gpt-5`,
    )
    .action(models);
}

async function models(options: { json?: boolean }): Promise<void> {
  const lines = await listModels();
  process.stdout.write(options.json ? `${JSON.stringify(toDisk({ models: lines }))}\n` : asText(lines));
}

function asText(lines: readonly ModelLine[]): string {
  const width = Math.max(...lines.map(({ id }) => id.length));
  const rows = lines.map((line) => {
    const details = [limits(line), price(line), retirement(line), line.why].filter((text) => text !== "");
    return `${line.callable ? "callable" : "missing "}  ${line.id.padEnd(width)}  ${details.join(" · ")}\n`;
  });
  return rows.join("");
}

function limits({ maxInputTokens, maxOutputTokens }: ModelLine): string {
  if (maxInputTokens === null && maxOutputTokens === null) return "";
  return `${thousands(maxInputTokens)} tokens in, ${thousands(maxOutputTokens)} out`;
}

function thousands(tokens: number | null): string {
  return tokens === null ? "?" : `${Math.round(tokens / 1000)}k`;
}

function price({ id, inputUsdPerMtok, outputUsdPerMtok }: ModelLine): string {
  if (inputUsdPerMtok !== null && outputUsdPerMtok !== null)
    return `$${inputUsdPerMtok} in, $${outputUsdPerMtok} out per million`;
  return id.startsWith("anthropic:") && !id.endsWith("…") ? "price unknown" : "";
}

function retirement({ retiresAt }: ModelLine): string {
  return retiresAt === null ? "" : `retires ${retiresAt.slice(0, 10)}`;
}
