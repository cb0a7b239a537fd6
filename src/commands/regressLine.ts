import type { JudgedProgress } from "../pipeline/regress/regress.ts";
import { criterionWords, eValue } from "../report/comparison/words.ts";

/** Shows how the evidence grows: one line that is written over on a terminal, a line at every tenth visit elsewhere. */
export interface RegressionLine {
  onVisit: (progress: JudgedProgress) => void;
  stop: () => void;
}

/** A display on stderr; silent when `quiet`. */
export function startRegressionLine(quiet: boolean): RegressionLine {
  if (quiet) return { onVisit: () => {}, stop: () => {} };
  const overwrite = process.stderr.isTTY;
  return {
    onVisit: (progress) => {
      const line = lineOf(progress);
      if (overwrite) process.stderr.write(`\r\u001B[2K${line.slice(0, process.stderr.columns - 1)}`);
      else if (progress.visits % 10 === 0) process.stderr.write(`${line}\n`);
    },
    stop: () => {
      if (overwrite) process.stderr.write("\r\u001B[2K");
    },
  };
}

/** "visit 34, 36 calls, 120 of the judge; Right verdicts drop 0.4/50 none 5.2/20; Directness not regressed". */
function lineOf({ visits, calls, judgeCalls, criteria }: JudgedProgress): string {
  const parts = criteria.map(
    ({ name, verdict, eDrop, eNonInferior, dropThreshold, clearThreshold, reason }) => {
      const words = criterionWords(name);
      if (reason !== null) return `${words} unreadable`;
      if (verdict !== "inconclusive") return `${words} ${verdict.replace("_", " ")}`;
      const [drop, clear] = [dropThreshold, clearThreshold].map((limit) => Math.ceil(limit - 1e-9));
      return `${words} drop ${eValue(eDrop)}/${drop} none ${eValue(eNonInferior)}/${clear}`;
    },
  );
  const judge = judgeCalls === null ? "" : `, ${judgeCalls} of the judge`;
  return [`visit ${visits}, ${calls} calls${judge}`, ...parts].join("; ");
}
