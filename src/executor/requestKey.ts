import { contentHash } from "../files/hash.ts";
import type { ModelRequest } from "../records/request.ts";

/** The address of a request's `repeat`-th asking (1-based): SHA-256 over everything that can change the reply. */
export function requestKey(request: ModelRequest, repeat: number): string {
  return contentHash({ request, repeat });
}
