import type { BatchClient } from "../../providers/provider.ts";
import type { BatchAsk } from "./batchDesk.ts";

/** A batch stands in memory several times while it is sent: below the vendor's limit there is one of ours. */
const MOST_BYTES = 32_000_000;
/** What a request's JSON holds besides its texts, generously. */
const FRAME_BYTES = 2_000;

/** The requests in as few batches as the vendor's limits, and our own on memory, allow; in their order. */
export function chunksOf(asks: readonly BatchAsk[], most: BatchClient["most"]): BatchAsk[][] {
  const chunks: BatchAsk[][] = [];
  const sizes = new Map<string, number>();
  const limit = Math.min(most.bytes, MOST_BYTES);
  let bytes = 0;
  for (const ask of asks) {
    const size = sizeOf(ask, sizes);
    const last = chunks.at(-1);
    if (last === undefined || last.length === most.requests || bytes + size > limit) {
      chunks.push([ask]);
      bytes = size;
    } else {
      last.push(ask);
      bytes += size;
    }
  }
  return chunks;
}

function sizeOf({ request }: BatchAsk, systems: Map<string, number>): number {
  const system = systems.get(request.system) ?? jsonBytes(request.system);
  systems.set(request.system, system);
  return FRAME_BYTES + system + jsonBytes(request.messages) + jsonBytes(request.schema);
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
