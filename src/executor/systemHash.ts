import { sha256 } from "../files/hash.ts";

/** SHA-256 of a system prompt; a run has few of them, each sent thousands of times, so they are hashed once. */
export function systemHash(system: string): string {
  const known = hashes.get(system);
  if (known !== undefined) return known;
  const hash = sha256(system);
  if (hashes.size >= MOST) hashes.clear();
  hashes.set(system, hash);
  return hash;
}

const hashes = new Map<string, string>();
const MOST = 64;
