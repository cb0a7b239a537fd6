/** A place in an input file; `line` and `column` count from 1. */
export interface Place {
  file: string;
  line?: number | undefined;
  column?: number | undefined;
}

/** One thing wrong with an input: where, what was found and expected, and (in `message`) what to do. */
export interface Problem {
  place: Place;
  /** Dotted path of the field (`facts.eb.value`), empty when the problem is the file itself. */
  field: string;
  message: string;
}

/** Exit codes of every command. */
export const EXIT = {
  fine: 0,
  failed: 1,
  badInput: 2,
  inconclusive: 3,
  incomplete: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * A mistake of the user's or of the machine's that has one clear message and no stack trace.
 * Everything else that is thrown is a bug in dealbench and is shown with its stack.
 */
export class DealbenchError extends Error {
  override name = "DealbenchError" as const;
  readonly exitCode: ExitCode;

  constructor(message: string, options: { exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? EXIT.badInput;
  }
}

/** Bad input: lists every problem found, one a line, so that one pass of mending is enough. */
export class InputError extends DealbenchError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options: { cause?: unknown } = {}) {
    super(problems.map(formatProblem).join("\n"), options);
    this.problems = problems;
  }
}

/** `file:line:column field: message`, leaving out what is not known. */
export function formatProblem({ place, field, message }: Problem): string {
  const where = [place.file, place.line, place.column].filter((part) => part !== undefined).join(":");
  return field === "" ? `${where}: ${message}` : `${where} ${field}: ${message}`;
}
