import { contentHash, sha256 } from "../files/hash.ts";
import type { ModelRequest } from "../records/request.ts";
import { systemHash } from "./systemHash.ts";

/** The address of a request's `repeat`-th asking (1-based): SHA-256 over everything that can change the reply. */
export function requestKey(request: ModelRequest, repeat: number): string {
  return sha256(`${requestHash(request)}:${repeat}`);
}

/** SHA-256 of a request alone, with its system prompt as a hash of its own: all its repeats share it. */
export function requestHash(request: ModelRequest): string {
  const known = hashes.get(request);
  if (known !== undefined) return known;
  const hash = contentHash({ ...request, system: systemHash(request.system) });
  hashes.set(request, hash);
  return hash;
}

/** A request is asked for, kept and reserved for under one hash. */
const hashes = new WeakMap<ModelRequest, string>();
