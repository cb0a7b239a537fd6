import type { Problem } from "../records/errors.ts";
import { FACT_NAMES } from "../records/facts.ts";
import type { Subject } from "./subject.ts";

/** Contrast pairs: one `a` and one `b` a family, that differ in the value of one fact, `flip_field`, which flips the verdict. */
export function pairProblems(subjects: readonly Subject[]): Problem[] {
  const members = subjects.filter(
    ({ scenario }) => scenario.pairRole !== null || scenario.flipField !== null,
  );
  const families = Map.groupBy(members, ({ scenario }) => scenario.family);
  return [...members.flatMap(halfMarked), ...[...families.values()].flatMap(familyProblems)];
}

function halfMarked({ scenario, at }: Subject): Problem[] {
  if (scenario.pairRole === null) return [at(["pair_role"], "is missing, expected a or b beside flip_field")];
  if (scenario.flipField === null)
    return [at(["flip_field"], "is missing, expected the fact in which the pair differs")];
  return [];
}

function familyProblems(members: readonly Subject[]): Problem[] {
  const first = members.filter(({ scenario }) => scenario.pairRole === "a");
  const second = members.filter(({ scenario }) => scenario.pairRole === "b");
  const [a] = first;
  const [b] = second;
  if (a && b && first.length === 1 && second.length === 1) return differenceProblems(a, b);
  return members
    .slice(0, 1)
    .map(({ scenario, at }) =>
      at(
        ["pair_role"],
        `found ${first.length} a and ${second.length} b in family "${scenario.family}", expected one of each`,
      ),
    );
}

function differenceProblems(a: Subject, b: Subject): Problem[] {
  const differing = FACT_NAMES.filter((name) => a.facts[0]?.[name] !== b.facts[0]?.[name]);
  const problems: Problem[] = [];
  for (const { scenario, at } of [a, b]) {
    if (differing.length === 1 && differing[0] === scenario.flipField) continue;
    const found = differing.join(", ") || "no difference";
    const message = `found ${found}, expected the pair "${scenario.family}" to differ in one fact, ${scenario.flipField}`;
    problems.push(at(["flip_field"], message));
  }
  if (a.opening.verdict === b.opening.verdict) {
    const message = `found ${b.opening.verdict} on both sides of the pair, expected the fact to flip the verdict`;
    problems.push(b.at(["flip_field"], message));
  }
  return problems;
}
