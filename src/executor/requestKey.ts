import { contentHash } from "../files/hash.ts";
import type { ModelRequest } from "../records/request.ts";
import { systemHash } from "./systemHash.ts";

/**
 * The address of a request's `repeat`-th asking (1-based): {@link requestHash}, a hyphen and the repeat. Up to 64 characters of
 * `a-z 0-9 -`, so that it is a batch's custom id as well.
 */
export function requestKey(request: ModelRequest, repeat: number): string {
  return `${requestHash(request)}-${repeat}`;
}

/** 224 bits tell requests apart and leave room for the repeat. */
const DIGITS = 56;

/** The first 56 hex digits of SHA-256 over everything that can change the reply, with the system prompt as a hash of its own. */
export function requestHash(request: ModelRequest): string {
  const known = hashes.get(request);
  if (known !== undefined) return known;
  const hash = contentHash({ ...request, system: systemHash(request.system) }).slice(0, DIGITS);
  hashes.set(request, hash);
  return hash;
}

/** A request is asked for, kept and reserved for under one hash. */
const hashes = new WeakMap<ModelRequest, string>();
