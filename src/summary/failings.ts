import type { VerdictError } from "../records/summary.ts";
import { mistakeIn } from "./mistakes.ts";
import type { Row } from "./rows.ts";
import { answersOf, type Stance } from "./stance.ts";

/** A kind of mistake in the words of a sales leader. */
interface Failing {
  one: string;
  many: string;
  errors: readonly VerdictError[];
  /** Whether an answer could have made it. */
  possible: (stance: Stance) => boolean;
}

const FAILINGS: readonly Failing[] = [
  {
    one: "keeps working a deal that should be dropped",
    many: "keeps working deals that should be dropped",
    errors: ["false_pursue", "soft_pursue"],
    possible: ({ gold }) => gold === "disqualify",
  },
  {
    one: "drops a deal worth working",
    many: "drops deals worth working",
    errors: ["false_kill"],
    possible: ({ gold }) => gold !== "disqualify",
  },
  {
    one: "commits in full to a deal with a gap still open",
    many: "commits in full to deals with a gap still open",
    errors: ["over_reach"],
    possible: ({ gold }) => gold === "develop_medium",
  },
  {
    one: "still spends on a deal it drops",
    many: "still spends on deals it drops",
    errors: ["leak"],
    possible: ({ said }) => said === "disqualify",
  },
  {
    one: "holds back on a deal that deserves full commitment",
    many: "holds back on deals that deserve full commitment",
    errors: ["over_caution"],
    possible: ({ gold }) => gold === "pursue_high",
  },
  {
    one: "takes no position on a deal that calls for one",
    many: "takes no position on deals that call for one",
    errors: ["evasion"],
    possible: () => true,
  },
];

/** Going on spending on a dropped deal costs what calling it "develop" would have. */
const LEAK_COST = 3;

/**
 * The kind of mistake that costs most in total (CODEBOOK §4.3), as a clause with its count among the answers that could
 * have made it: "keeps working … (9 of 15)". Null without any mistake. `unit` follows the count ("replies"), or nothing.
 */
export function worstFailing(rows: readonly Row[], unit: string): string | null {
  const stances = answersOf(rows);
  const weighed = FAILINGS.map((failing) => {
    const made = stances.flatMap((stance) =>
      costsOf(stance).filter(({ name }) => failing.errors.includes(name)),
    );
    return { failing, made, cost: made.reduce((sum, { cost }) => sum + cost, 0) };
  });
  const worst = weighed.reduce((most, next) => (next.cost > most.cost ? next : most));
  if (worst.cost === 0) return null;
  const { failing, made } = worst;
  const deals = new Set(made.map(({ scenario }) => scenario)).size;
  const count = `${made.length} of ${stances.filter(failing.possible).length}`;
  return `${deals === 1 ? failing.one : failing.many} (${count}${unit === "" ? "" : ` ${unit}`})`;
}

function costsOf(stance: Stance): { name: VerdictError; cost: number; scenario: string }[] {
  const scenario = stance.row.scenario.id;
  const mistake = mistakeIn(stance);
  const leaking = stance.said === "disqualify" && stance.row.leaks;
  return [
    ...(mistake ? [{ ...mistake, scenario }] : []),
    ...(leaking ? [{ name: "leak" as const, cost: LEAK_COST, scenario }] : []),
  ];
}
