import { rmSync } from "node:fs";
import { strictJson } from "../../files/jsonl.ts";
import { openScratch, type ScratchFile } from "../../files/scratchFile.ts";
import { requestLineToDisk } from "../../records/request.ts";
import type { Executor, ReplyStore } from "../executor.ts";
import type { HeldReplies } from "./heldReplies.ts";
import { requestKey } from "../requestKey.ts";
import { Unanswered } from "./unanswered.ts";

/** The file lane: somebody else answers, by way of two files. */
export interface FileLane extends Executor {
  /** Writes the requests that nobody has answered into the requests file, each once; without any the file is taken away. */
  writeRequests: () => OpenRequests;
}

/** Requests that nobody has answered, and which turns of their conversations they ask for, ascending. */
export interface OpenRequests {
  requests: number;
  turns: number[];
}

/**
 * Answers from replies that were taken in, or from the store; every other request is put down to be written out, and `ask` throws
 * {@link Unanswered}. Memory holds the ids of what is open.
 */
export function fileExecutor(options: {
  held: HeldReplies;
  store: Pick<ReplyStore, "get"> | undefined;
  requestsFile: string;
}): FileLane {
  const { held, store, requestsFile } = options;
  const open = new Set<string>();
  const turns = new Set<number>();
  let scratch: ScratchFile | null = null;
  return {
    ask: async (request, repeat) => {
      const key = requestKey(request, repeat);
      const kept = held.get(key) ?? store?.get(key);
      if (kept) return kept;
      if (!open.has(key)) {
        scratch ??= openScratch(requestsFile);
        scratch.append(`${strictJson(requestLineToDisk(key, request))}\n`);
        open.add(key);
        turns.add(request.messages.filter(({ role }) => role === "user").length);
      }
      throw new Unanswered(key);
    },
    writeRequests: () => {
      if (scratch) scratch.commit();
      else rmSync(requestsFile, { force: true });
      return { requests: open.size, turns: [...turns].toSorted((one, other) => one - other) };
    },
    close: async () => {
      scratch?.discard();
      await held.close();
    },
  };
}
