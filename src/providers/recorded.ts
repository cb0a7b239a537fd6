import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readJsonl } from "../files/jsonl.ts";
import { DealbenchError } from "../records/errors.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../records/transcript.ts";

/** Replies recorded earlier from a language model. */
export interface Recordings {
  /** The recorded transcripts of a persona (by the hash of its system prompt), in file order. */
  of(personaSha256: string): Transcript[];
  /** The personas that have recordings. */
  personas: { name: string; version: string; sha256: string; transcripts: number }[];
}

/**
 * Reads every `.jsonl` file of a folder of recordings, or only `<arm>.jsonl`; or one file.
 * @throws DealbenchError when there is none; InputError naming file and line of every bad record.
 */
export async function openRecordings(folder: string, arm?: string): Promise<Recordings> {
  const byPersona = new Map<string, Transcript[]>();
  for (const file of recordingFiles(folder, arm)) {
    for await (const { value } of readJsonl(file, TranscriptSchema)) {
      const transcript = transcriptFromDisk(value);
      const sha256 = transcript.persona.sha256;
      if (sha256 === null)
        throw new DealbenchError(`${file}: a recording of ${transcript.scenario} has no persona.sha256`);
      byPersona.set(sha256, [...(byPersona.get(sha256) ?? []), transcript]);
    }
  }
  const personas = [...byPersona].map(([sha256, transcripts]) => ({
    name: transcripts[0]?.persona.name ?? "unknown",
    version: transcripts[0]?.persona.version ?? "unknown",
    sha256,
    transcripts: transcripts.length,
  }));
  return { of: (personaSha256) => byPersona.get(personaSha256) ?? [], personas };
}

/** The arms that a folder holds recordings of: its `.jsonl` files without that ending. */
export function recordedArms(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => (name.endsWith(".jsonl") ? [name.slice(0, -6)] : [])).sort();
}

function recordingFiles(folder: string, arm: string | undefined): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isFile()) return [folder];
  const names = recordedArms(folder).map((name) => `${name}.jsonl`);
  if (names.length === 0)
    throw new DealbenchError(`${folder}: holds no recordings, expected .jsonl files of transcripts`);
  if (arm === undefined) return names.map((name) => join(folder, name));
  if (!names.includes(`${arm}.jsonl`)) {
    const arms = names.map((name) => name.replace(/\.jsonl$/, "")).join(", ");
    throw new DealbenchError(
      `recorded:${arm}: no such recording; expected "recorded:llm" (all of them) or one of: ${arms}`,
    );
  }
  return [join(folder, `${arm}.jsonl`)];
}
