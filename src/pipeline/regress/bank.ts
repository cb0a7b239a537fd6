import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildRequest } from "../../executor/buildRequest.ts";
import type { KeptReplies } from "../../executor/store/replyStore.ts";
import { contentHash } from "../../files/hash.ts";
import { strictJson } from "../../files/jsonl.ts";
import { writeAtomic } from "../../files/write.ts";
import { readYaml } from "../../files/yaml.ts";
import {
  type BankSnapshot,
  BankSnapshotSchema,
  type BankState,
  bankStateFromDisk,
  BankStateSchema,
  bankStateToDisk,
  snapshotFromDisk,
  snapshotToDisk,
} from "../../records/bank.ts";
import type { Persona } from "../../records/persona.ts";
import type { ModelParameters } from "../../records/request.ts";
import type { Scenario } from "../../records/scenario.ts";
import { transcriptOutcome } from "../../records/transcript.ts";
import { userTurns } from "../../scenarios/render.ts";
import { askedAnswers, keptAlone } from "./answers.ts";

/** Repeats above this are asked to confirm critical items and belong to no bank. */
const HIGHEST = 999;

/** Whose replies a bank holds. */
export interface BankOwner {
  model: string;
  persona: Persona;
  parameters: ModelParameters;
}

/** Which whole repeats of the baseline the store holds for each scenario, those below `from` left out. Asks nobody. */
export async function bankedRepeats(
  store: KeptReplies,
  { model, persona, parameters }: BankOwner,
  scenarios: readonly Scenario[],
  from: number,
): Promise<Record<string, number[]>> {
  const peek = askedAnswers(keptAlone(store), model, persona, parameters);
  const held: Record<string, number[]> = {};
  for (const scenario of scenarios) {
    const first = buildRequest(model, { persona, parameters }, [
      { role: "user", content: userTurns(scenario)[0] ?? "" },
    ]);
    const repeats: number[] = [];
    for (const repeat of store.repeatsOf(first)) {
      if (repeat < from || repeat > HIGHEST) continue;
      const transcript = scenario.turns.length === 1 ? null : await peek(scenario, repeat);
      if (transcript === null || transcriptOutcome(transcript) === "ok") repeats.push(repeat);
    }
    if (repeats.length > 0) held[scenario.id] = repeats;
  }
  return held;
}

/** Where a regression's view of the bank, and what is known of the bank, are kept beside the store. */
export function bankFiles(storeFile: string, owner: BankOwner, regression: unknown) {
  const folder = dirname(storeFile);
  const { model, persona, parameters } = owner;
  const ofBank = contentHash({ model, persona: persona.sha256, parameters }).slice(0, 24);
  return {
    state: join(folder, "banks", `${ofBank}.json`),
    snapshot: join(folder, "regressions", `${contentHash({ ofBank, regression }).slice(0, 24)}.json`),
  };
}

/** What is known of a bank; null for one that was never looked at. Throws InputError for a damaged file. */
export function readBankState(file: string): BankState | null {
  return existsSync(file) ? bankStateFromDisk(readYaml(file, BankStateSchema)) : null;
}

export function writeBankState(file: string, state: BankState): void {
  writeAtomic(file, `${strictJson(bankStateToDisk(state), 2)}\n`);
}

/** A regression's first view of the bank; null where it begins now. Throws InputError for a damaged file. */
export function readSnapshot(file: string): BankSnapshot | null {
  return existsSync(file) ? snapshotFromDisk(readYaml(file, BankSnapshotSchema)) : null;
}

export function writeSnapshot(file: string, snapshot: BankSnapshot): void {
  writeAtomic(file, `${strictJson(snapshotToDisk(snapshot), 2)}\n`);
}
