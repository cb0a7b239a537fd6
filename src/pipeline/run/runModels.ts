import type { Elicitation } from "../../executor/elicit.ts";
import { type Replay, replayOf } from "../../executor/replay.ts";
import { contentHash } from "../../files/hash.ts";
import { DEFAULT_PERSONA } from "../../persona/load.ts";
import { findPersona } from "../../persona/find.ts";
import { openRecordings, recordedArms, type Recordings } from "../../providers/recorded.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Persona } from "../../records/persona.ts";
import type { ModelParameters } from "../../records/request.ts";
import type { Run } from "../../records/run.ts";

/** Whether replies are replayed, asked for, or made up: a run has one kind, so that no figure mixes them. */
export type ReplyKind = Exclude<Run["provenance"]["replies"], "foreign">;

/** Who answers in a run. */
export interface ChosenModels {
  kind: ReplyKind;
  /** Model ids with everything of theirs that can change a reply, as the run's identity keeps it. */
  models: { id: string; parameters: Record<string, unknown> }[];
  /** The recordings where `kind` is "recorded", else null. */
  replay: Replay | null;
}

/**
 * Reads the values of --model.
 * @throws DealbenchError when one is no model id, when kinds are mixed, or when nothing is recorded for the persona.
 */
export async function chooseModels(
  ids: readonly string[],
  persona: Persona,
  options: { recordings: string; parameters: ModelParameters; elicitation?: Elicitation | undefined },
): Promise<ChosenModels> {
  const distinct = [...new Set(ids)];
  const kinds = new Set(distinct.map(kindOf));
  const [kind] = kinds;
  if (kind === undefined || kinds.size > 1) {
    throw new DealbenchError(
      `--model: found ${distinct.join(", ")}, expected models of one kind: recorded, simulated and live replies are not mixed in one run. ${SIDE_BY_SIDE}`,
    );
  }
  const { elicitation } = options;
  if (kind === "recorded" && elicitation)
    throw new DealbenchError(
      "--elicit: recorded replies cannot be asked anything more; expected --model <provider>:<model>",
    );
  if (kind === "recorded") return recordedModels(distinct, persona, options.recordings);
  const { maxTokens, effort } = options.parameters;
  const elicited = elicitation ? { elicit: elicitation.sha256 } : {};
  const parameters = { max_tokens: maxTokens, effort, ...elicited };
  return { kind, models: distinct.map((id) => ({ id, parameters })), replay: null };
}

/** What to do with replies that one run cannot take. */
const SIDE_BY_SIDE =
  "To compare two, run each with its own --out: dealbench compare A B. To rank several, put their replies into one file, each line with its `model`: dealbench grade --responses FILE";

function kindOf(model: string): ReplyKind {
  const [provider = "", ...name] = model.split(":");
  if (provider === "" || name.join(":") === "") {
    throw new DealbenchError(
      `--model: found "${model}", expected recorded:llm, recorded:<arm>, or <provider>:<model> such as anthropic:claude-sonnet-5, promptfoo:<id> or simulated:director`,
    );
  }
  return provider === "recorded" || provider === "simulated" ? provider : "live";
}

async function recordedModels(
  ids: readonly string[],
  persona: Persona,
  folder: string,
): Promise<ChosenModels> {
  const [id = "", ...more] = ids;
  if (more.length > 0)
    throw new DealbenchError(
      `--model: found ${ids.join(", ")}, expected one set of recordings a run. recorded:llm takes all sets of the persona together, and ranks the models that they name. ${SIDE_BY_SIDE}`,
    );
  const name = id.slice("recorded:".length);
  const arm = name === "llm" || name === "recorded" ? undefined : name;
  const recordings = await openRecordings(folder, arm);
  const replay = replayOf(recordings, persona);
  if (replay === null) throw await notRecorded(id, recordings, persona, await armsOf(folder, persona));
  const parameters = { arm: name, replies: contentHash(recordings.of(persona.sha256)).slice(0, 16) };
  return { kind: "recorded", models: replay.models.map((model) => ({ id: model, parameters })), replay };
}

/** All the ways on from a persona without a recording. */
async function notRecorded(
  id: string,
  recordings: Recordings,
  persona: Persona,
  arms: readonly string[],
): Promise<DealbenchError> {
  const known = await Promise.all(recordings.personas.map(describeRecorded));
  const lines = [
    `No recording for ${persona.name} ${persona.version} (${persona.sha256.slice(0, 12)}), from ${persona.source}: its text`,
    `differs from every persona recorded in ${id}: ${known.map(({ text }) => text).join(", ") || "none"}.`,
    "Ways on:",
    ...(arms.length > 0 ? [`this persona's own recordings:  --model ${arms.join(" or ")}`] : []),
    ...known
      .flatMap(({ option }) => option ?? [])
      .map((option) => `a persona that was recorded there:  ${option}`),
    "a live model:  --model anthropic:claude-sonnet-5, with ANTHROPIC_API_KEY set (`dealbench models` lists what can be called)",
    "a stand-in that needs no key, reads a few headings and phrases of a persona, and says nothing of a model:  --model simulated:director",
    "replies you collect yourself, one JSON object a line:  dealbench grade --scenarios scenarios --responses replies.jsonl",
  ];
  return new DealbenchError(
    lines.map((line, index) => (index < 3 ? line : `  ${index - 2}. ${line}`)).join("\n"),
  );
}

/** The recordings that do hold replies of a persona, as values of --model; none where there are none at all. */
async function armsOf(folder: string, { sha256 }: Persona): Promise<string[]> {
  const held: string[] = [];
  for (const arm of recordedArms(folder)) {
    if ((await openRecordings(folder, arm)).of(sha256).length > 0) held.push(`recorded:${arm}`);
  }
  return held;
}

async function describeRecorded({
  name,
  version,
  sha256,
}: Recordings["personas"][number]): Promise<{ text: string; option: string | null }> {
  const found = await findPersona({ sha256, source: DEFAULT_PERSONA, gitCommit: null });
  return {
    text: `${name} ${version} (${sha256.slice(0, 12)})`,
    option: found && `--persona ${found.source}`,
  };
}
