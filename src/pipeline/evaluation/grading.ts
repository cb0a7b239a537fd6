import { availableParallelism } from "node:os";
import { gradeStoreFile } from "../../executor/store/gradeStore.ts";
import { replyStoreFile } from "../../executor/store/replyStore.ts";
import type { Grade } from "../../records/grade.ts";
import type { Transcript } from "../../records/transcript.ts";
import {
  checkerOf,
  type GradedPiece,
  type GradingContext,
  namedPiece,
  type PieceMaker,
  pieceMaker,
} from "./gradedPiece.ts";
import { openThreadGrader, type ThreadGrader } from "./threadGrader.ts";
import { pieceCode } from "./pieceCode.ts";
import type { ThreadWork } from "./graderThread.ts";
import { openPieceMemo, type PieceMemo } from "./pieceMemo.ts";

/** Grades transcripts, each where that costs least: kept from earlier, in this thread, or in others. */
export interface Grading {
  /** At once where the grades are kept or there are few to make, else later; null = its scenario is not known. */
  grade: (transcript: Transcript) => GradedPiece | null | Promise<GradedPiece | null>;
  /** The grades alone, for whoever makes something else of them: kept from earlier, or made in this thread; none for an unknown scenario. */
  grades: (transcript: Transcript) => Promise<Grade[]>;
  /** How many may well be asked for at a time. */
  atOnce: number;
  /** Transcripts that wait for a thread. */
  waiting: () => number;
  /** From now on this thread has time to grade as well, if there are `rest` or so to grade and that is worth loading the graders. */
  help: (rest: number) => void;
  /** Waits until what was graded is kept. */
  close: () => Promise<void>;
  /** Ends whatever is under way. */
  abandon: () => void;
}

export interface OpenGradingOptions {
  /** How many transcripts there will be, or so. */
  expected: number;
  /** Whether grades are taken from the grade cache, and kept there. */
  useCache?: boolean | undefined;
  onWarning?: ((warning: string) => void) | undefined;
}

/** Fewer transcripts are graded sooner than a thread has loaded the graders. */
export const WORTH_A_THREAD = 200;

/** Enough to keep both threads busy. */
const AT_ONCE = 64;

/** Opens a way to grade. The graders are loaded when a transcript needs them; a broken cache is told as a warning. */
export async function openGrading(context: GradingContext, options: OpenGradingOptions): Promise<Grading> {
  const { expected, useCache = false, onWarning = () => {} } = options;
  const maker = pieceMaker(context);
  const { kept, memo } = useCache ? await keptPieces(context, maker, onWarning) : NOTHING_KEPT;
  const thread =
    expected >= WORTH_A_THREAD && availableParallelism() > 1
      ? openThreadGrader({ context, memo: kept }, onWarning)
      : null;
  // A deal is read once by each thread that grades replies to it: threads that share the work share the deals.
  const own = new Set(context.scenarios.filter((_, index) => index % 2 === 1).map(({ id }) => id));
  let helps = false;
  let isAbandoned = false;
  const here = remembered(async () => {
    const { GRADERS } = await import("../../../graders/index.ts");
    return checkerOf(context, Object.values(GRADERS));
  });
  const makeHere = async (transcript: Transcript) => {
    const check = await here();
    const grades = check(transcript);
    const piece = maker.nameless(transcript, grades, true);
    if (piece) memo?.keep(transcript, piece);
    return { grades, piece };
  };
  const gradeHere = async (transcript: Transcript): Promise<GradedPiece | null> => {
    const { piece } = await makeHere(transcript);
    return piece && namedPiece(piece, transcript);
  };
  const gradeThere = async (transcript: Transcript, there: ThreadGrader): Promise<GradedPiece | null> => {
    try {
      const piece = await there.grade(transcript);
      return piece && namedPiece(piece, transcript);
    } catch (error) {
      if (isAbandoned) throw error;
      // It may well fail here too, and is then known for what it is: on its way from a thread an error loses its kind.
      return gradeHere(transcript);
    }
  };
  return {
    grade: (transcript) => {
      const found = memo?.find(transcript);
      if (found) return namedPiece(found, transcript);
      const isHere = thread === null || (helps && own.has(transcript.scenario));
      return isHere ? gradeHere(transcript) : gradeThere(transcript, thread);
    },
    grades: async (transcript) => memo?.grades(transcript) ?? (await makeHere(transcript)).grades,
    atOnce: thread ? AT_ONCE : 1,
    waiting: () => thread?.waiting() ?? 0,
    help: (rest) => {
      helps ||= rest >= WORTH_A_THREAD;
    },
    close: async () => {
      await thread?.close();
      memo?.close();
    },
    abandon: () => {
      isAbandoned = true;
      thread?.abandon();
      memo?.close();
    },
  };
}

/** Where kept pieces are, as a thread must know it, and the way to them. */
interface KeptPieces {
  kept: ThreadWork["memo"];
  memo: PieceMemo | null;
}

const NOTHING_KEPT: KeptPieces = { kept: null, memo: null };

/** A cache that cannot be opened costs what it would have saved, and nothing else: grades can be made again. */
async function keptPieces(
  context: GradingContext,
  maker: PieceMaker,
  onWarning: (warning: string) => void,
): Promise<KeptPieces> {
  const kept = {
    file: gradeStoreFile(replyStoreFile(undefined, process.env)),
    code: pieceCode(context.items),
  };
  try {
    return { kept, memo: await openPieceMemo(kept.file, context, kept.code, maker, onWarning) };
  } catch (error) {
    onWarning(`No grades are kept: ${(error as Error).message}`);
    return NOTHING_KEPT;
  }
}

/** Does it once. */
function remembered<T>(act: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= act());
}
