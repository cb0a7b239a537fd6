import { z } from "zod";
import { type Camel, fromDisk, toDisk } from "./wire.ts";

/** A regression's view of the bank when it first began, so that going on with it later sees the same: baseline repeats by scenario. */
export const BankSnapshotSchema = z.strictObject({
  begun_at: z.iso.datetime(),
  repeats: z.record(z.string(), z.array(z.int().positive())),
});

/** What is known of a bank, beside the replies themselves. */
export const BankStateSchema = z.strictObject({
  model: z.string(),
  persona_sha256: z.string(),
  /** When its replies were last found to be like fresh ones. */
  checked_at: z.iso.datetime(),
  /** The code by which they were graded then. */
  code: z.string(),
  /** Repeats below this one are refused: the model drifted away from them. */
  from_repeat: z.int().positive(),
});

export type BankSnapshot = Camel<z.output<typeof BankSnapshotSchema>, "repeats">;
export type BankState = Camel<z.output<typeof BankStateSchema>>;

const KEYS = { opaque: new Set(["repeats"]) };

/** Turns a parsed snapshot into its form in memory. */
export function snapshotFromDisk(snapshot: z.output<typeof BankSnapshotSchema>): BankSnapshot {
  return fromDisk(snapshot, KEYS) as BankSnapshot;
}

/** The snapshot in the form of {@link BankSnapshotSchema}. */
export function snapshotToDisk(snapshot: BankSnapshot): unknown {
  return toDisk(snapshot, KEYS);
}

/** Turns a parsed state into its form in memory. */
export function bankStateFromDisk(state: z.output<typeof BankStateSchema>): BankState {
  return fromDisk(state) as BankState;
}

/** The state in the form of {@link BankStateSchema}. */
export function bankStateToDisk(state: BankState): unknown {
  return toDisk(state);
}
