import { join } from "node:path";
import { strictJson } from "../files/jsonl.ts";
import { writeAtomic } from "../files/write.ts";
import { diffPersona } from "../persona/diff.ts";
import { findPersona, type PersonaTraces } from "../persona/find.ts";
import { type ComparedArm, type Comparison, comparisonToDisk } from "../records/comparison.ts";
import { renderComparisonHtml } from "../report/comparison/html/page.ts";
import type { ComparisonInput, PersonaChange } from "../report/comparison/input.ts";
import { renderComparisonJunit } from "../report/comparison/junit.ts";
import { renderComparisonMarkdown } from "../report/comparison/markdown.ts";

/**
 * Writes comparison.json, .html, .md and junit.xml into a folder, replacing those of an earlier comparison.
 * @throws DealbenchError (exit 4) when the folder cannot be written.
 */
export async function writeComparison(
  folder: string,
  comparison: Comparison,
  replies: ComparisonInput["replies"],
): Promise<void> {
  const input = { comparison, replies, persona: await personaChange(comparison.a, comparison.b) };
  const files = {
    "comparison.json": `${strictJson(comparisonToDisk(comparison), 2)}\n`,
    "comparison.html": renderComparisonHtml(input),
    "comparison.md": renderComparisonMarkdown(input),
    "junit.xml": await renderComparisonJunit(comparison),
  };
  for (const [name, text] of Object.entries(files)) writeAtomic(join(folder, name), text);
}

async function personaChange(a: ComparedArm, b: ComparedArm): Promise<PersonaChange> {
  if (a.persona.sha256 !== null && a.persona.sha256 === b.persona.sha256) return { kind: "same" };
  const [before, after] = await Promise.all([a, b].map((side) => findPersona(tracesOf(side))));
  if (!before || !after) {
    const missing = [...(before ? [] : ["the baseline's"]), ...(after ? [] : ["the candidate's"])];
    return {
      kind: "unknown",
      reason: `${missing.join(" and ")} text is neither in the files nor in the commits that the runs name.`,
    };
  }
  const { patch, linesAdded, linesRemoved } = diffPersona(before, after);
  return { kind: "changed", patch, linesAdded, linesRemoved };
}

function tracesOf({ persona, personaSource, gitCommit }: ComparedArm): PersonaTraces {
  return { sha256: persona.sha256, source: personaSource, gitCommit };
}
