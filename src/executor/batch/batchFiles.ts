/** The files of a run folder that say which request is in which batch, by who is asked. */
export const BATCH_FILES = { candidates: "batches.jsonl", judge: "judge_batches.jsonl" } as const;
