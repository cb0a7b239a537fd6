import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readText } from "../src/files/read.ts";
import { parseYaml, schemaProblems } from "../src/files/yaml.ts";
import { InputError, type Problem } from "../src/records/errors.ts";
import { DIMENSIONS, type Dimension } from "../src/records/rubric.ts";

/** What a judge is told of one item: graders/<dimension>/judge.md, section "## ID". */
export interface ItemPrompt {
  /** One criterion as a question; `{names}` in braces stand for what the scenario says. */
  question: string;
  met: string;
  notMet: string;
  tricky: string;
}

/** A dimension's judge prompts. */
export interface JudgePrompts {
  dimension: Dimension;
  version: number;
  /** Whether the last reply alone is judged, or all replies of the conversation. */
  replies: "last" | "all";
  /** Prompts by item id, and by the id of a reading ("STANCE.pursue") from which an item's state is concluded. */
  items: Record<string, ItemPrompt>;
}

const FrontMatterSchema = z.strictObject({
  dimension: z.enum(DIMENSIONS),
  version: z.int().positive(),
  replies: z.enum(["last", "all"]),
});
const ID = /^(?:[A-Z]{2}\d+|[A-Z]+\.[a-z_]+)$/;
const FIELDS = { Question: "question", Met: "met", "Not met": "notMet", Tricky: "tricky" } as const;

/**
 * Reads graders/<dimension>/judge.md: front matter, then one section an item with the paragraphs `Question:`, `Met:`,
 * `Not met:` and `Tricky:`. Undefined where the dimension has no such file.
 * @throws InputError naming file and line of every problem.
 */
export function readJudgePrompts(dimension: Dimension): JudgePrompts | undefined {
  const file = fileURLToPath(new URL(`${dimension}/judge.md`, import.meta.url));
  if (!existsSync(file)) return undefined;
  return parseJudgePrompts(readText(file), file);
}

/**
 * Takes the text of a judge.md apart.
 * @throws InputError naming `file` and the line of every problem.
 */
export function parseJudgePrompts(text: string, file: string): JudgePrompts {
  const [, matter, body] = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/.exec(text.replaceAll("\r\n", "\n")) ?? [];
  if (matter === undefined || body === undefined)
    throw new InputError([
      problem(file, 1, "found no front matter, expected dimension, version and replies"),
    ]);
  const located = parseYaml(matter, file, 2);
  const parsed = FrontMatterSchema.safeParse(located.value);
  if (!parsed.success) throw new InputError(schemaProblems(parsed.error, located));
  const firstLine = matter.split("\n").length + 2;
  const { items, problems } = itemsOf(body, file, firstLine);
  if (problems.length > 0) throw new InputError(problems);
  return { ...parsed.data, items };
}

function itemsOf(body: string, file: string, firstLine: number) {
  const items: Record<string, ItemPrompt> = {};
  const problems: Problem[] = [];
  for (const { id, lines, line } of sectionsOf(body, firstLine)) {
    const item = promptOf(lines);
    const missing = Object.entries(FIELDS).filter(([, field]) => !item[field]);
    if (!ID.test(id)) problems.push(problem(file, line, `found the heading "${id}", expected an item's id`));
    if (items[id]) problems.push(problem(file, line, `${id} stands twice`));
    for (const [label] of missing)
      problems.push(problem(file, line, `${id} lacks the paragraph "${label}: …"`));
    items[id] = { question: "", met: "", notMet: "", tricky: "", ...item };
  }
  if (Object.keys(items).length === 0)
    problems.push(problem(file, firstLine, 'found no item, expected sections such as "## DR4"'));
  return { items, problems };
}

/** The sections under `## ID` headings; what stands before the first heading is for people. */
function sectionsOf(body: string, firstLine: number): { id: string; lines: string[]; line: number }[] {
  const sections: { id: string; lines: string[]; line: number }[] = [];
  for (const [index, text] of body.split("\n").entries()) {
    const heading = /^##\s+(.+?)\s*$/.exec(text)?.[1];
    if (heading === undefined) sections.at(-1)?.lines.push(text);
    else sections.push({ id: heading, lines: [], line: firstLine + index });
  }
  return sections;
}

function promptOf(lines: readonly string[]): Partial<ItemPrompt> {
  const parts: Partial<Record<keyof ItemPrompt, string>> = {};
  let field: keyof ItemPrompt | undefined;
  for (const line of lines) {
    const [, label, rest] = /^(Question|Met|Not met|Tricky):\s*(.*)$/.exec(line) ?? [];
    if (label !== undefined) field = FIELDS[label as keyof typeof FIELDS];
    if (field) parts[field] = `${parts[field] ?? ""} ${(rest ?? line).trim()}`.trim();
  }
  return parts;
}

function problem(file: string, line: number, message: string): Problem {
  return { place: { file, line }, field: "", message };
}
