import { Command } from "commander";
import { checkPersona } from "../persona/check.ts";
import { diffPersona } from "../persona/diff.ts";
import { DEFAULT_PERSONA, loadPersona } from "../persona/load.ts";
import { EXIT, formatProblem } from "../records/errors.ts";
import type { Persona } from "../records/persona.ts";
import { toDisk } from "../records/wire.ts";
import { CHECK_EXITS, projectFile } from "./options.ts";

const SOURCE = "a file, or a git ref: git:main, git:HEAD~1:persona/x.md";

/** `dealbench persona show | check | diff`: the prompt under test and its versions. */
export function personaCommand(): Command {
  return new Command("persona")
    .description("show, check and compare versions of the persona")
    .addHelpText(
      "after",
      "\nExamples:\n  dealbench persona show git:main\n  dealbench persona check\n  dealbench persona diff git:main",
    )
    .addCommand(showCommand())
    .addCommand(checkCommand())
    .addCommand(diffCommand());
}

function showCommand(): Command {
  return new Command("show")
    .description("say what a persona is: name, version, hash of its system prompt, length")
    .argument("[source]", SOURCE, projectFile(DEFAULT_PERSONA))
    .option("--prompt", "print the system prompt itself, and nothing else")
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      "\nExamples:\n  dealbench persona show\n  dealbench persona show git:HEAD~1 --prompt > before.md",
    )
    .action(show);
}

async function show(source: string, options: { prompt?: boolean; json?: boolean }): Promise<void> {
  const persona = await loadPersona(source);
  const { systemPrompt, ...rest } = persona;
  const words = wordsOf(systemPrompt);
  if (options.json) {
    const prompt = options.prompt ? { systemPrompt } : {};
    process.stdout.write(`${JSON.stringify(toDisk({ ...rest, words, ...prompt }))}\n`);
  } else {
    process.stdout.write(options.prompt ? systemPrompt : described(persona, words));
  }
}

function wordsOf(text: string): number {
  return text.split(/\s+/).filter((word) => word !== "").length;
}

function described({ name, version, model, sha256, source }: Persona, words: number): string {
  const lines = [
    `name     ${name}`,
    `version  ${version}`,
    `model    ${model ?? "none named"}`,
    `sha256   ${sha256}`,
    `words    ${words}`,
    `source   ${source}`,
  ];
  return `${lines.join("\n")}\n`;
}

function checkCommand(): Command {
  return new Command("check")
    .description("check the front matter, that a changed text has a later version, and its changelog entry")
    .argument("[file]", "the persona file", projectFile(DEFAULT_PERSONA))
    .option("--base <ref>", "the commit to compare with (default: main, if there is one)")
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      `\nExamples:\n  dealbench persona check\n  dealbench persona check persona/variants/soft.md --base HEAD~1\n\n${CHECK_EXITS}`,
    )
    .action(check);
}

async function check(file: string, options: { base?: string; json?: boolean }): Promise<void> {
  const { persona, problems, notes } = await checkPersona(file, options);
  if (problems.length > 0) process.exitCode = EXIT.failed;
  if (options.json) {
    const { version = null, sha256 = null } = persona ?? {};
    process.stdout.write(
      `${JSON.stringify({ ok: problems.length === 0, version, sha256, problems, notes })}\n`,
    );
    return;
  }
  for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
  for (const note of notes) process.stdout.write(`${note}\n`);
  if (persona && problems.length === 0) {
    process.stdout.write(
      `${file}: ${persona.name} ${persona.version} (${persona.sha256.slice(0, 12)}) is fine\n`,
    );
  }
}

function diffCommand(): Command {
  return new Command("diff")
    .description("show how two personas differ; exit 0 whether or not they do")
    .argument("<a>", SOURCE)
    .argument("[b]", SOURCE, projectFile(DEFAULT_PERSONA))
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      "\nExamples:\n  dealbench persona diff git:main\n  dealbench persona diff git:HEAD~3 persona/variants/soft.md",
    )
    .action(diff);
}

async function diff(first: string, second: string, options: { json?: boolean }): Promise<void> {
  const [a, b] = [await loadPersona(first), await loadPersona(second)];
  const difference = diffPersona(a, b);
  if (options.json) {
    const same = difference.patch === "";
    process.stdout.write(`${JSON.stringify(toDisk({ samePrompt: same, ...difference }))}\n`);
    return;
  }
  for (const { name, from, to } of difference.fields) process.stdout.write(`${name}: ${from} → ${to}\n`);
  process.stdout.write(difference.patch || `The system prompts are the same (${a.sha256.slice(0, 12)}).\n`);
}
