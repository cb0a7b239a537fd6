import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Where an entry stands in its pack, in bytes. */
export interface Place {
  start: number;
  length: number;
}

/** Entries that are gathered until they are worth packing together: those of like replies share most of their text. */
export interface OpenPack {
  /** Adds text under its key, in place of what was there. */
  add: (key: string, text: string) => void;
  /** What was added under a key, until the next is added. */
  at: (key: string) => Buffer | undefined;
  isFull: () => boolean;
  /** Packs what was added and begins anew; null without any. */
  take: () => { content: Uint8Array; bytes: number; entries: ReadonlyMap<string, Place> } | null;
}

/** Unpacking all of a pack for one of its entries should cost no more than a look-up. */
const MOST_ENTRIES = 16;
const MOST_BYTES = 1_048_576;

/**
 * Fast, and with a checksum: content that was damaged is never taken for what was kept. The window holds several entries, so that
 * each is written as what it has not in common with the one before.
 */
const COMPRESSION = {
  [constants.ZSTD_c_compressionLevel]: 1,
  [constants.ZSTD_c_checksumFlag]: 1,
  [constants.ZSTD_c_windowLog]: 18,
};

/**
 * How much zlib puts out at a time. Its last such buffer hangs on an object that outlives the nursery whatever becomes of it, and as
 * garbage waits for a collection of everything: a buffer for all of a pack would be a quarter of a megabyte each time.
 */
const CHUNK = 32_768;

/** Begins a pack without entries. */
export function openPack(): OpenPack {
  // One buffer for all: one for each entry would be garbage that the collector sees late.
  let desk: Buffer = Buffer.allocUnsafe(65_536);
  let end = 0;
  let entries = new Map<string, Place>();
  return {
    add: (key, text) => {
      desk = withRoom(desk, end, 3 * (key.length + 1 + text.length));
      const start = end;
      end += desk.write(`${key}\n`, end, "latin1");
      end += desk.write(text, end);
      entries.set(key, { start, length: end - start });
    },
    at: (key) => {
      const place = entries.get(key);
      return place && textAt(desk, key, place);
    },
    isFull: () => entries.size >= MOST_ENTRIES || end >= MOST_BYTES,
    take: () => {
      if (entries.size === 0) return null;
      const bytes = end;
      const packed = zstdCompressSync(desk.subarray(0, bytes), {
        chunkSize: CHUNK,
        params: COMPRESSION,
        pledgedSrcSize: bytes,
      });
      const taken = { content: packed, bytes, entries };
      end = 0;
      entries = new Map();
      return taken;
    },
  };
}

/** The entries of a pack of this many bytes, one after the other; null where it was damaged. */
export function unpacked(content: Uint8Array, bytes: number): Buffer | null {
  try {
    return zstdDecompressSync(content, { chunkSize: CHUNK, maxOutputLength: bytes });
  } catch {
    return null;
  }
}

/** The text of an entry; undefined where another's stands there. */
export function textAt(pack: Buffer, key: string, { start, length }: Place): Buffer | undefined {
  const head = start + key.length + 1;
  return pack.toString("latin1", start, head) === `${key}\n`
    ? pack.subarray(head, start + length)
    : undefined;
}

function withRoom(desk: Buffer, used: number, wanted: number): Buffer {
  if (used + wanted <= desk.length) return desk;
  const larger = Buffer.allocUnsafe(Math.max(2 * desk.length, used + wanted));
  desk.copy(larger, 0, 0, used);
  return larger;
}
