import { formatProblem, InputError } from "../../src/records/errors.ts";

/** The problems that a call throws as an InputError, one line each; none when it succeeds. Anything else is re-thrown. */
export function problemsOf(call: () => unknown): string[] {
  try {
    call();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(formatProblem);
    throw error;
  }
}
