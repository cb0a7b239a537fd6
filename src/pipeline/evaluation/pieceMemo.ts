import { type KeptGrades, openGradeStore } from "../../executor/store/gradeStore.ts";
import { sha256 } from "../../files/hash.ts";
import { type Grade, gradeFromDisk, GradeSchema } from "../../records/grade.ts";
import type { Transcript } from "../../records/transcript.ts";
import type { GradedPart } from "../../summary/digest.ts";
import type { GradingContext, NamelessPiece, PieceMaker } from "./gradedPiece.ts";
import { namedLines } from "./namelessLines.ts";
import type { PieceCode } from "./pieceCode.ts";

/** Pieces that were made earlier, by any run: grading is a function of what {@link keyOf} names, and of nothing else. */
export interface PieceMemo {
  /** The piece of a transcript that says the same to the same; null where none is kept. */
  find: (transcript: Transcript) => NamelessPiece | null;
  /** The grades alone, as they would be made of this transcript; null where none are kept. */
  grades: (transcript: Transcript) => Grade[] | null;
  /** Keeps a piece that was just made, unless a checker failed on it. */
  keep: (transcript: Transcript, piece: NamelessPiece) => void;
  close: () => void;
}

/**
 * Opens the pieces that were kept in a file.
 * @throws DealbenchError (exit 2) where the file cannot be opened or is no grade cache.
 */
export async function openPieceMemo(
  file: string,
  context: GradingContext,
  code: PieceCode,
  { nameless }: Pick<PieceMaker, "nameless">,
  onWarning: (warning: string) => void,
): Promise<PieceMemo> {
  const store: KeptGrades = await openGradeStore(file, { onWarning });
  const keyOf = keysOf(context, code.graders);
  const contentOf = (transcript: Transcript): Buffer | undefined => {
    const key = keyOf(transcript);
    return key === null ? undefined : store.get(key);
  };
  const keep: PieceMemo["keep"] = (transcript, { part, grades, junit }) => {
    const key = keyOf(transcript);
    if (key === null || typeof grades !== "string" || grades.includes(FAILED)) return;
    const rest = JSON.stringify([code.rest, { ...part, items: [...part.items] }, junit]);
    store.put(key, `${rest}\n${grades}`);
  };
  return {
    find: (transcript) => {
      const content = contentOf(transcript);
      if (content === undefined) return null;
      const end = content.indexOf(LF);
      const [rest, part, junit] = JSON.parse(content.toString("utf8", 0, end)) as Kept;
      if (rest === code.rest) return { part: partFrom(part), junit, grades: content.subarray(end + 1) };
      const grades = content.toString("utf8", end + 1);
      const made = nameless(transcript, gradesIn(grades, transcript), false);
      if (made) keep(transcript, { ...made, grades });
      return made && { ...made, grades };
    },
    grades: (transcript) => {
      const content = contentOf(transcript);
      return content === undefined
        ? null
        : gradesIn(content.toString("utf8", content.indexOf(LF) + 1), transcript);
    },
    keep,
    close: store.close,
  };
}

const LF = 10;

/** How a checker that failed says so: it may not the next time. */
const FAILED = '"reason":"checker failed: ';

type KeptPart = Omit<GradedPart, "scores" | "items"> & { scores: (number | null)[]; items: number[] };
type Kept = [rest: string, part: KeptPart, junit: NamelessPiece["junit"]];

/** JSON knows no NaN. */
function partFrom(part: KeptPart): GradedPart {
  return {
    ...part,
    scores: part.scores.map((score) => score ?? Number.NaN),
    items: Uint16Array.from(part.items),
  };
}

function gradesIn(nameless: string, transcript: Transcript): Grade[] {
  const lines = namedLines(nameless, transcript).join("").trimEnd().split("\n");
  return lines.map((line) => gradeFromDisk(GradeSchema.parse(JSON.parse(line))));
}

/** What was said in a turn and what became of it; what a call died of is told with its grades. */
function saidIn({ user, assistant, outcome, error }: Transcript["turns"][number]): string[] {
  return [user, assistant, outcome, ...(outcome === "error" && error !== undefined ? [error] : [])];
}

/**
 * Names what a transcript's grades are a function of: graders, scenario, the right decisions, and what was said with what outcome.
 * Null where its scenario is not known.
 */
function keysOf(
  { scenarios, decisions }: GradingContext,
  graders: string,
): (transcript: Transcript) => string | null {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const known = new Map<string, string>();
  const deal = (id: string): string | null => {
    const scenario = byId.get(id);
    if (!scenario) return null;
    const before = known.get(id);
    if (before !== undefined) return before;
    const hash = sha256(JSON.stringify([graders, scenario, decisions[id] ?? []]));
    known.set(id, hash);
    return hash;
  };
  return ({ scenario, turns }) => {
    const own = deal(scenario);
    if (own === null) return null;
    return sha256(JSON.stringify([own, turns.map(saidIn)]));
  };
}
