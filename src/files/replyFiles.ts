import { resolve } from "node:path";
import type { z } from "zod";
import { InputError, type Place, type Problem } from "../records/errors.ts";
import { readJsonl } from "./jsonl.ts";

/** What files of replies are held to, and in whose words their mistakes are told. */
export interface ReplyRules<Line> {
  /** What an id looks like, and who writes such ids: "one that judge export wrote (…)". */
  form: RegExp;
  formWords: string;
  isKnown: (id: string) => boolean;
  /** What would be known, and what to do: "one of the 12 calls of this run; …". */
  knownWords: () => string;
  /** Whether one id may stand in several files: then it was answered several times. */
  severalFiles: boolean;
  /** Fields of which a line needs one. */
  body: readonly string[];
  hasBody: (line: Line) => boolean;
}

/**
 * Reads files of replies, one a line, each carrying the id of what it answers; files are streamed.
 * @throws InputError at the end, listing every line that is no reply or holds none, and every id that is malformed, unknown or there
 * twice, and every file that is named twice. A caller keeps what it was given only if nothing is thrown.
 */
export async function* readReplyFiles<S extends z.ZodType<{ custom_id: string }>>(
  files: readonly string[],
  schema: S,
  rules: ReplyRules<z.output<S>>,
): AsyncGenerator<{ value: z.output<S>; place: Place }> {
  const problems = filesNamedTwice(files);
  let seen = new Map<string, Place>();
  for (const file of files) {
    if (rules.severalFiles) seen = new Map();
    const wrongLines: Problem[] = [];
    try {
      for await (const { value, line } of readJsonl(file, schema, { afterBad: "yield" })) {
        const place = { file, line };
        const wrong = wrongId(value.custom_id, seen, rules) ?? bodiless(value, rules);
        if (wrong) wrongLines.push({ place, ...wrong });
        else {
          seen.set(value.custom_id, place);
          yield { value, place };
        }
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      wrongLines.push(...error.problems);
    }
    problems.push(...wrongLines.toSorted(byLine));
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** In the order of their lines; what is said of a whole file comes last. */
export function byLine(one: Problem, other: Problem): number {
  return (one.place.line ?? Number.POSITIVE_INFINITY) - (other.place.line ?? Number.POSITIVE_INFINITY) || 0;
}

function filesNamedTwice(files: readonly string[]): Problem[] {
  return files
    .filter((file, index) =>
      files.some((other, before) => before < index && resolve(other) === resolve(file)),
    )
    .map((file) => ({ place: { file }, field: "", message: "is given twice; name each file once" }));
}

type Wrong = Omit<Problem, "place">;

function wrongId<Line>(
  id: string,
  seen: ReadonlyMap<string, Place>,
  { form, formWords, isKnown, knownWords, severalFiles }: ReplyRules<Line>,
): Wrong | undefined {
  const field = "custom_id";
  const shown = JSON.stringify(id.length <= 80 ? id : `${id.slice(0, 79)}…`);
  if (!form.test(id)) return { field, message: `malformed id: found ${shown}, expected ${formWords}` };
  if (!isKnown(id)) return { field, message: `unknown id: found ${shown}, expected ${knownWords()}` };
  const before = seen.get(id);
  if (before === undefined) return undefined;
  const where = severalFiles ? `line ${before.line}` : `${before.file}:${before.line}`;
  return { field, message: `duplicate id: ${shown} stands already in ${where}; keep one of the two` };
}

function bodiless<Line>(line: Line, { body, hasBody }: ReplyRules<Line>): Wrong | undefined {
  if (hasBody(line)) return undefined;
  return { field: "", message: `holds no answer, expected one of: ${body.join(", ")}` };
}
