import { estimateTokens } from "../../executor/money/tokens.ts";
import { type Section, sectionsAtLevel, sectionText, withoutLines } from "../../persona/sections.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { AblationReport } from "../../records/trial.ts";
import {
  carryOut,
  chosen,
  type FinishedTrials,
  readOriginal,
  refuseTrials,
  trialsFolder,
  trialsHead,
  type TrialsSettings,
  type TrialsTarget,
} from "./report.ts";
import { type Candidate, type Original, unasked } from "./run.ts";

/** The persona without each of the sections that a target names. */
export interface PlannedAblations {
  original: Original;
  /** Tokens of the prompt, about. */
  tokens: number;
  ablations: (Candidate & { tokens: number; share: number })[];
}

/**
 * Takes the persona apart into sections.
 * @throws InputError / DealbenchError where it cannot be read, has fewer than two sections at this level, or an id names none.
 */
export async function planAblations(target: {
  persona: string;
  /** The level of headings by which the prompt is taken apart: 2 = `##`. */
  level: number;
  /** Ids of sections; empty = all. */
  only: readonly string[];
}): Promise<PlannedAblations> {
  const original = await readOriginal(target.persona);
  const prompt = original.persona.systemPrompt;
  const sections = sectionsAtLevel(prompt, target.level);
  if (sections.length < 2)
    throw new DealbenchError(
      `${target.persona}: found ${sections.length === 0 ? "no section" : "one section"} at --level ${target.level}, expected two or more headings such as ${"#".repeat(target.level)} Title; choose another level`,
    );
  const tokens = estimateTokens(prompt);
  const ids = idsOf(sections);
  const all = sections.map((section, place) => {
    const own = estimateTokens(sectionText(prompt, section));
    return {
      id: ids[place] ?? "",
      title: section.title,
      edited: { text: withoutLines(prompt, section) },
      tokens: own,
      share: own / tokens,
    };
  });
  const ablations = chosen(all, target.only, `the sections at --level ${target.level}`);
  return { original, tokens, ablations };
}

/**
 * Leaves out each section of the persona in turn and lets the gate decide, and writes ablation.json, .html and .md after every
 * trial. The trials are read together: the gate's error rates are shared among them.
 * @throws InputError / DealbenchError as a regression does, `Interrupted` among them: what was answered is kept.
 */
export async function ablatePersona(
  { original, tokens, ablations }: PlannedAblations,
  target: TrialsTarget,
  { out, ...settings }: TrialsSettings,
): Promise<FinishedTrials<AblationReport>> {
  const folder = out ?? trialsFolder("ablations", original, target);
  refuseTrials(folder);
  const base = { persona: original.persona.source };
  const regression = { ...target, base, readTogether: ablations.length, seed: null, includeWeak: false };
  const report: AblationReport = {
    ...trialsHead(original, regression, settings),
    tokens,
    trials: ablations.map(({ tokens: own, share, ...ablation }) => ({
      tokens: own,
      share,
      ...unasked(ablation, "not_run"),
    })),
  };
  return carryOut(report, ablations, { original, regression, settings: { ...settings, folder } });
}

/** Names made of the headings; the second of two alike gets a number. */
function idsOf(sections: readonly Section[]): string[] {
  const seen = new Map<string, number>();
  return sections.map(({ title }) => {
    const name =
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replaceAll(/^-|-$/g, "") || "section";
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}
