import { GRADERS } from "../../graders/index.ts";
import type { GoldVerdict } from "../../src/records/decision.ts";
import type { Grade, ReplyVerdict } from "../../src/records/grade.ts";
import { DIMENSIONS } from "../../src/records/rubric.ts";
import type {
  DimensionSummary,
  ItemSummary,
  MaybeEstimate,
  ModelSummary,
  Summary,
  VerdictError,
  VerdictSummary,
} from "../../src/records/summary.ts";
import { summarise as summariseRecords } from "../../src/summary/summarise.ts";
import { acceptableReplies } from "../../src/records/verdict.ts";
import { type Records } from "./inMemory.ts";

type RecordsOnly = Omit<Records, "summary">;

const TITLES: Record<string, string> = {
  DC1: "The verdict is one that the facts accept",
  DC3: "Names the reason",
  DC6: "Treats an unknown as known",
  FU1: "Chooses a fitting framework",
  FU4: "Shows gaps as gaps",
  DR1: "Answers first",
  DR3: "Does not hedge on known facts",
  DR8: "Refuses any position",
  GR1: "Every named thing is in the brief",
  AP2: "Every action has an owner",
  AP3: "Every action has a date",
};

/** What the rubric calls a line that fails. */
const FAILED: Record<string, string> = { DC1: "Wrong verdict" };

const ERROR_OF: Partial<Record<GoldVerdict, Partial<Record<ReplyVerdict, VerdictError>>>> = {
  disqualify: { pursue: "false_pursue", develop: "soft_pursue", no_verdict: "evasion" },
  develop_medium: { pursue: "over_reach", disqualify: "false_kill", no_verdict: "evasion" },
  pursue_high: { develop: "over_caution", disqualify: "false_kill", no_verdict: "evasion" },
};

/** A summary whose counts are those of the records; its intervals are made up, since the report only shows them. */
export function summarise(records: RecordsOnly): Summary {
  const rubrics = Object.values(GRADERS).map(({ rubric }) => rubric);
  const real = summariseRecords({ ...records, rubrics });
  return {
    ...real,
    models: real.models.map((model) => ({ ...model, ...summariseModel(model.model, records) })),
  };
}

type MadeUp = Omit<ModelSummary, "criticalCount" | "outcomes" | "usage" | "slices">;

function summariseModel(model: string, records: RecordsOnly): MadeUp & Pick<ModelSummary, "criticalCount"> {
  const grades = records.grades.filter((grade) => grade.model === model);
  const verdicts = summariseVerdicts(model, records);
  const right = verdicts.errors.reduce((left, { samples }) => left - samples.length, verdicts.answered);
  const pairs = summarisePairs(model, records);
  const criticalFailures = grades.flatMap((grade) =>
    grade.items
      .filter(({ critical, points, state }) => critical && points > 0 && state === "not_met")
      .map(({ id, reason }) => ({
        scenario: grade.scenario,
        repeat: grade.repeat,
        dimension: grade.dimension,
        item: id,
        title: FAILED[id] ?? TITLES[id] ?? id,
        reason,
      })),
  );
  const broken = pairs.filter(({ consistent }) => consistent === false).length;
  return {
    model,
    headline: `${right} of ${verdicts.answered} verdicts are right; the director keeps working deals that the policy disqualifies.`,
    dimensions: DIMENSIONS.filter((dimension) => grades.some((grade) => grade.dimension === dimension)).map(
      (dimension) => summariseDimension(grades.filter((grade) => grade.dimension === dimension)),
    ),
    items: summariseItems(grades),
    verdicts,
    pairs,
    pairConsistency: pairs.length === 0 ? null : (pairs.length - broken) / pairs.length,
    criticalFailures,
    criticalCount: criticalFailures.length,
    passRate: interval(0.5, records.scenarios.length),
    composite: 0.71,
    words: { mean: 412, median: 398, max: 701 },
  };
}

function summariseDimension(grades: readonly Grade[]): DimensionSummary {
  const scores = grades.map(({ score }) => score).filter((score) => score !== null);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const unscored = grades.length - scores.length;
  const share = scores.length / grades.length;
  const items = grades.flatMap((grade) => grade.items);
  const inState = (state: string) => items.filter((item) => item.state === state).length;
  return {
    dimension: grades[0]?.dimension ?? "disqualification",
    score:
      scores.length === 0
        ? { value: null, reason: "no item could be graded" }
        : interval(mean, scores.length),
    bounds: scores.length === 0 ? { low: 0, high: 1 } : { low: mean * share, high: mean * share + 1 - share },
    scored: scores.length,
    unscored,
    items: {
      met: inState("met"),
      not_met: inState("not_met"),
      "n/a": inState("n/a"),
      ungraded: inState("ungraded"),
    },
    criticalFails: grades.filter(({ criticalFail }) => criticalFail).length,
  };
}

function summariseItems(grades: readonly Grade[]): ItemSummary[] {
  const lines = grades.flatMap(({ dimension, items }) =>
    items.map((item) => ({ ...item, dimension, line: lineOf(item.id) })),
  );
  return [...Map.groupBy(lines, ({ line }) => line)].flatMap(([id, group]) => {
    const [first] = group;
    if (!first) return [];
    const inState = (state: string) => group.filter((item) => item.state === state).length;
    const states = {
      met: inState("met"),
      not_met: inState("not_met"),
      "n/a": inState("n/a"),
      ungraded: inState("ungraded"),
    };
    return {
      dimension: first.dimension,
      id,
      title: TITLES[id] ?? id,
      ...(FAILED[id] === undefined ? {} : { failed: FAILED[id] }),
      points: first.points,
      critical: first.critical,
      states,
    };
  });
}

function lineOf(id: string): string {
  return id.split(".", 1)[0] ?? id;
}

function summariseVerdicts(model: string, records: RecordsOnly): VerdictSummary {
  const matrix = new Map<string, VerdictSummary["matrix"][number]>();
  const errors = new Map<VerdictError, VerdictSummary["errors"][number]>();
  const scenarios = new Map(records.scenarios.map((scenario) => [scenario.id, scenario]));
  for (const grade of records.grades) {
    const scenario = scenarios.get(grade.scenario);
    if (!scenario?.verdictExpected || grade.model !== model || grade.dimension !== "disqualification")
      continue;
    const decisions = records.decisions[scenario.id] ?? [];
    const gold = decisions.at(-1)?.verdict;
    const said = (grade.details["verdicts"] as ReplyVerdict[]).at(-1);
    if (!gold || !said) continue;
    const sample = { scenario: scenario.id, repeat: grade.repeat };
    const cell = matrix.get(`${gold} ${said}`) ?? { gold, said, count: 0, samples: [] };
    cell.count++;
    cell.samples.push(sample);
    matrix.set(`${gold} ${said}`, cell);
    const name = ERROR_OF[gold]?.[said];
    if (!name || acceptableReplies(scenario, decisions).includes(said)) continue;
    const error = errors.get(name) ?? { name, count: 0, samples: [] };
    error.count++;
    error.samples.push(sample);
    errors.set(name, error);
  }
  const expected = [...matrix.values()].reduce((sum, { count }) => sum + count, 0);
  const wrong = [...errors.values()].reduce((sum, { samples }) => sum + samples.length, 0);
  return {
    matrix: [...matrix.values()],
    errors: [...errors.values()],
    right: interval((expected - wrong) / expected, expected),
    rightBounds: null,
    expected,
    answered: expected,
    needsJudge: 0,
    macroRecall: 0.58,
    meanCost: 1.2,
  };
}

function summarisePairs(model: string, records: RecordsOnly): ModelSummary["pairs"] {
  const [a, b] = ["a", "b"].map((role) =>
    records.scenarios.find(({ pairRole, id }) => pairRole === role && !/\d{2}$/.test(id)),
  );
  if (!a || !b) return [];
  const right = (id: string) => {
    const grade = records.grades.find((entry) => entry.scenario === id && entry.model === model);
    return grade?.items.find((item) => item.id === "DC1")?.state === "met";
  };
  const members = { a: { scenario: a.id, right: right(a.id) }, b: { scenario: b.id, right: right(b.id) } };
  return [
    {
      family: a.family,
      flipField: a.flipField ?? "",
      ...members,
      consistent: members.a.right && members.b.right,
      complete: true,
    },
  ];
}

function interval(value: number, n: number): MaybeEstimate {
  return {
    value,
    low: Math.max(0, value - 0.18),
    high: Math.min(1, value + 0.13),
    n,
    families: Math.max(2, n - 1),
  };
}
