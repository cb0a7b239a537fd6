import { contentHash, sha256 } from "../files/hash.ts";
import type { ModelRequest } from "../records/request.ts";

/** The address of a request's `repeat`-th asking (1-based): SHA-256 over everything that can change the reply. */
export function requestKey(request: ModelRequest, repeat: number): string {
  return sha256(`${requestHash(request)}:${repeat}`);
}

/** SHA-256 of a request alone: all its repeats share it. */
export function requestHash(request: ModelRequest): string {
  const known = hashes.get(request);
  if (known !== undefined) return known;
  const hash = contentHash(request);
  hashes.set(request, hash);
  return hash;
}

/** A request is asked for, kept and reserved for under one hash: the persona in it is long, and is hashed once. */
const hashes = new WeakMap<ModelRequest, string>();
