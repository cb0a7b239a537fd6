import { z } from "zod";
import { sha256 } from "../files/hash.ts";
import { parseJson } from "../files/json.ts";
import { readJsonl } from "../files/jsonl.ts";
import { readText } from "../files/read.ts";
import { wordIssue } from "../files/wording.ts";
import { InputError, type Place, type Problem } from "../records/errors.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../records/transcript.ts";
import type { Asked, ForeignNotes } from "./transcripts.ts";

/** promptfoo's reason for a row without success that is the machine's fault (1 is a failed assertion). */
const FAILED_CALL = 2;

/** One row of promptfoo's results, as far as we read it. */
const RowSchema = z.looseObject({
  testIdx: z.int().nonnegative(),
  promptIdx: z.int().nonnegative(),
  vars: z.looseObject({ scenario: z.string().min(1) }),
  provider: z.looseObject({ id: z.string().optional(), label: z.string().optional() }),
  prompt: z.looseObject({ raw: z.string(), label: z.string().default("") }),
  error: z.string().nullish(),
  failureReason: z.int().nullish(),
  latencyMs: z.number().nonnegative().nullish(),
  response: z
    .looseObject({
      output: z.unknown().optional(),
      error: z.string().nullish(),
      cost: z.number().nonnegative().nullish(),
      metadata: z.looseObject({ dealbench: z.looseObject({ transcript: z.unknown() }).optional() }).nullish(),
    })
    .nullish(),
});
type Row = z.output<typeof RowSchema>;

const FileSchema = z.looseObject({ results: z.looseObject({ results: z.array(RowSchema) }) });

/**
 * Reads the results of promptfoo (`-o results.jsonl` or `.json`) as transcripts. Its errors stay errors. Rows carry no repeat index: it is
 * counted up along promptfoo's test numbers. `prompt` chooses one of several prompts by its label.
 * @throws InputError listing every row that fits no scenario, and where a repeat or the prompt cannot be told.
 */
export async function* streamPromptfoo(
  file: string,
  scenarios: ReadonlyMap<string, Asked>,
  noted: ForeignNotes,
  prompt?: string,
): AsyncGenerator<Transcript> {
  const rows = await rowsOf(file);
  const chosen = ofOnePrompt(rows, prompt, file);
  const problems: Problem[] = [];
  const repeats = repeatsOf(chosen, problems);
  const transcripts = chosen.flatMap(
    (located) => transcriptOf(located, repeats.get(located) ?? 1, scenarios, problems) ?? [],
  );
  if (problems.length > 0) throw new InputError(problems);
  const failed = chosen.filter(({ row }) => row.failureReason === FAILED_CALL).length;
  noted.add("Replies from promptfoo's results; its latency includes waiting in its queue and is left out.");
  if (failed > 0) noted.add(`${failed} of ${chosen.length} rows are errors of the call, not replies.`);
  yield* transcripts;
}

interface LocatedRow {
  row: Row;
  place: Place;
}

async function rowsOf(file: string): Promise<LocatedRow[]> {
  const rows: LocatedRow[] = [];
  if (file.endsWith(".json")) {
    const parsed = FileSchema.safeParse(parseJson(readText(file), file));
    if (!parsed.success) throw new InputError(problemsOf(parsed.error, file));
    rows.push(...parsed.data.results.results.map((row) => ({ row, place: { file } })));
  } else {
    for await (const { value, line } of readJsonl(file, RowSchema))
      rows.push({ row: value, place: { file, line } });
  }
  if (rows.length > 0) return rows;
  throw new InputError([
    {
      place: { file },
      field: "",
      message: "holds no result, expected the output of promptfoo eval -o results.jsonl",
    },
  ]);
}

function problemsOf(error: z.ZodError, file: string): Problem[] {
  return error.issues
    .flatMap((issue) => wordIssue(issue, undefined))
    .map(({ path, message }) => ({ place: { file }, field: path.join("."), message }));
}

/** A run has one persona, and a prompt of promptfoo is one. */
function ofOnePrompt(rows: LocatedRow[], wanted: string | undefined, file: string): LocatedRow[] {
  const labels = [...new Set(rows.map(({ row }) => row.prompt.label))];
  const matching = wanted === undefined ? labels : labels.filter((label) => label.includes(wanted));
  if (matching.length === 1) return rows.filter(({ row }) => row.prompt.label === matching[0]);
  const found =
    wanted === undefined ? `${labels.length} prompts` : `${matching.length} prompts like "${wanted}"`;
  const message = `found ${found}, expected one: choose with --prompt, by a part of its label: ${labels.map((label) => `"${label}"`).join(", ")}`;
  throw new InputError([{ place: { file }, field: "prompt.label", message }]);
}

/** promptfoo numbers a test anew for each repeat, so that the repeats of a scenario are its tests in their order. */
function repeatsOf(rows: readonly LocatedRow[], problems: Problem[]): Map<LocatedRow, number> {
  const repeats = new Map<LocatedRow, number>();
  const samples = Map.groupBy(rows, ({ row }) => JSON.stringify([row.vars.scenario, modelOf(row)]));
  for (const group of samples.values()) {
    const byTest = group.toSorted((a, b) => a.row.testIdx - b.row.testIdx);
    for (const [index, located] of byTest.entries()) {
      const before = byTest[index - 1];
      if (before?.row.testIdx === located.row.testIdx) problems.push(twice(located));
      repeats.set(located, index + 1);
    }
  }
  return repeats;
}

function twice({ row, place }: LocatedRow): Problem {
  const message = `found test ${row.testIdx} of ${row.vars.scenario} a second time, expected each once: which repeat it is cannot be told; is this the output of one evaluation?`;
  return { place, field: "testIdx", message };
}

function transcriptOf(
  { row, place }: LocatedRow,
  repeat: number,
  scenarios: ReadonlyMap<string, Asked>,
  problems: Problem[],
): Transcript | undefined {
  const { scenario } = row.vars;
  const asked = scenarios.get(scenario);
  const wrong = (field: string, message: string) => {
    problems.push({ place, field, message });
    return undefined;
  };
  if (!asked) {
    return wrong(
      "vars.scenario",
      `found ${JSON.stringify(scenario)}, expected the id of one of the ${scenarios.size} scenarios given with --scenarios`,
    );
  }
  const played = row.response?.metadata?.dealbench?.transcript;
  const turns = played === undefined ? onlyTurn(row, asked) : playedTurns(played);
  if (turns === null)
    return wrong("response.metadata.dealbench.transcript", "found no transcript, expected turns");
  if (asked.turns.length > 1 && played === undefined && row.failureReason !== FAILED_CALL) {
    return wrong(
      "response",
      `found one reply, expected ${asked.turns.length}: ${scenario} is a conversation; let src/promptfoo/provider.ts play it`,
    );
  }
  return transcriptFromDisk(
    TranscriptSchema.parse({
      scenario,
      repeat,
      model: modelOf(row),
      persona: { name: row.prompt.label, version: row.prompt.label, sha256: personaHash(row.prompt.raw) },
      turns,
      cost_usd: row.response?.cost ?? null,
    }),
  );
}

/** The reply of a provider that answers one prompt; what it could not answer is an error and no empty reply. */
function onlyTurn(row: Row, { turns: [user = ""] }: Asked): unknown[] {
  const { output, error } = row.response ?? {};
  if (row.failureReason === FAILED_CALL || (output === undefined && error))
    return [{ user, assistant: "", outcome: "error", error: error ?? row.error ?? null }];
  const assistant = typeof output === "string" ? output : output == null ? "" : JSON.stringify(output);
  return [{ user, assistant }];
}

/** The turns of the conversation that our own provider left in the metadata. */
function playedTurns(transcript: unknown): unknown[] | null {
  const parsed = TranscriptSchema.safeParse(transcript);
  return parsed.success ? parsed.data.turns : null;
}

function modelOf({ provider }: Row): string {
  return provider.label ?? provider.id ?? "unknown";
}

/** The hash of the system prompt inside a prompt of chat messages; null where there is none. */
function personaHash(raw: string): string | null {
  try {
    const messages: unknown = JSON.parse(raw);
    const first: unknown = Array.isArray(messages) ? messages[0] : null;
    const { role, content } = (first ?? {}) as { role?: unknown; content?: unknown };
    return role === "system" && typeof content === "string" ? sha256(content) : null;
  } catch {
    return null;
  }
}
