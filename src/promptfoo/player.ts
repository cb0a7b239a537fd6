import { resolve } from "node:path";
import { liveExecutor } from "../executor/live/live.ts";
import { playSample } from "../executor/playSample.ts";
import { type Replay, replayOf } from "../executor/replay.ts";
import { openReplyStore, replyStoreFile } from "../executor/store/replyStore.ts";
import { openRecordings, type Recordings } from "../providers/recorded.ts";
import { providerOf } from "../providers/resolve.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Persona } from "../records/persona.ts";
import type { ModelParameters } from "../records/request.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Transcript } from "../records/transcript.ts";
import { PROJECT } from "./corpus.ts";

/** Plays one scenario under a persona, the `repeat`-th time (1-based). */
export type Player = (persona: Persona, scenario: Scenario, repeat: number) => Promise<Transcript>;

/** Where a model's replies come from, and what of a call can be set. */
export interface PlayerOptions {
  /** A model as dealbench names it. */
  model: string;
  /** Folder of recordings, from the project's folder. */
  recordings: string;
  parameters: ModelParameters;
}

/**
 * A player on recordings, or on live calls through dealbench's own executor with its response cache.
 * @throws DealbenchError where the model is unknown or a key is missing.
 */
export async function playerOf(options: PlayerOptions): Promise<Player> {
  return options.model.startsWith("recorded:") ? recordedPlayer(options) : livePlayer(options);
}

async function recordedPlayer({ model, recordings: folder }: PlayerOptions): Promise<Player> {
  const arm = model.slice("recorded:".length);
  const recordings = await openRecordings(resolve(PROJECT, folder), arm === "llm" ? undefined : arm);
  const replays = new Map<string, Replay | null>();
  return async (persona, scenario, repeat) => {
    const replay = replays.get(persona.sha256) ?? replayOf(recordings, persona);
    replays.set(persona.sha256, replay);
    if (replay === null) throw noRecording(persona, recordings);
    for (const recorded of replay.models) {
      const transcript = replay.find({ scenario, model: recorded, repeat });
      if (transcript) return transcript;
    }
    throw new DealbenchError(
      `${scenario.id}: no recording of repeat ${repeat}, or its text was edited after it was recorded.`,
    );
  };
}

function noRecording({ name, sha256 }: Persona, { personas }: Recordings): DealbenchError {
  const known = personas.map((one) => `${one.version} (${one.sha256.slice(0, 12)})`).join(", ");
  return new DealbenchError(
    `No recording for this text of ${name} (${sha256.slice(0, 12)}); there are recordings of ${known}. An edited persona needs a model: uncomment one of the providers in promptfooconfig.yaml.`,
  );
}

async function livePlayer({ model, parameters }: PlayerOptions): Promise<Player> {
  const provider = providerOf(model);
  const store = await openReplyStore(resolve(PROJECT, replyStoreFile(undefined, process.env)), {
    onWarning: (warning) => process.emitWarning(warning),
  });
  const executor = liveExecutor({ providerOf: () => provider, store });
  return (persona, scenario, repeat) =>
    playSample({ persona, scenario, repeat, model, parameters }, executor);
}
