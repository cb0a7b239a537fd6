import { decide } from "../policy/decide.ts";
import type { Policy } from "../records/policy.ts";
import { toDisk } from "../records/wire.ts";
import type { DecisionVector, StatisticsVector, Vector } from "./vectorFile.ts";

/** Statistical functions by the name that vectors give them. */
export type StatisticsRegistry = Readonly<Record<string, (input: unknown) => unknown>>;

/** One field of one vector that came out otherwise. */
export interface VectorFailure {
  id: string;
  field: string;
  expected: unknown;
  got: unknown;
}

/** Runs one vector; an empty list means that everything came out as expected. */
export function checkVector(vector: Vector, policy: Policy, statistics: StatisticsRegistry): VectorFailure[] {
  const differences = "fn" in vector ? checkStatistic(vector, statistics) : checkDecision(vector, policy);
  return differences.map((difference) => ({ id: vector.id, ...difference }));
}

type Difference = Omit<VectorFailure, "id">;

function checkDecision({ facts, expected }: DecisionVector, policy: Policy): Difference[] {
  const decision = toDisk(decide(facts, policy)) as Record<string, unknown>;
  return Object.entries(expected).flatMap(([field, value]) =>
    field in decision
      ? differencesOf(inAnyOrder(decision[field]), inAnyOrder(value), 0, field)
      : [{ field, expected: value, got: "no field of this name" }],
  );
}

/** Codes and axes are sets: the order in which a file lists them says nothing. */
function inAnyOrder(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String).sort().join(", ") : value;
}

function checkStatistic(vector: StatisticsVector, statistics: StatisticsRegistry): Difference[] {
  const { fn, input, expected, error, tol } = vector;
  if (!Object.hasOwn(statistics, fn)) {
    return [{ field: "fn", expected: fn, got: "no function of this name" }];
  }
  const outcome = call(() => statistics[fn]?.(input));
  if (error !== undefined) {
    return outcome.code === error
      ? []
      : [{ field: "error", expected: error, got: outcome.code ?? outcome.value }];
  }
  if (outcome.code !== undefined) return [{ field: "", expected, got: `error ${outcome.code}` }];
  return differencesOf(outcome.value, expected, tol, "");
}

function call(run: () => unknown): { value?: unknown; code?: string } {
  try {
    return { value: run() };
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    return { code: typeof code === "string" ? code : String(error) };
  }
}

/** Every leaf where `got` leaves `expected`; numbers may differ by `tol`, relative or absolute, whichever is looser. */
function differencesOf(got: unknown, expected: unknown, tol: number, field: string): Difference[] {
  if (typeof expected === "number" && typeof got === "number") {
    const near = got === expected || Math.abs(got - expected) <= tol * Math.max(1, Math.abs(expected));
    return near ? [] : [{ field, expected, got }];
  }
  if (Array.isArray(expected) && (!Array.isArray(got) || got.length !== expected.length)) {
    return [{ field, expected, got }];
  }
  if (typeof expected === "object" && expected !== null && typeof got === "object" && got !== null) {
    return Object.entries(expected).flatMap(([key, inner]) =>
      differencesOf(
        (got as Record<string, unknown>)[key],
        inner,
        tol,
        field === "" ? key : `${field}.${key}`,
      ),
    );
  }
  return got === expected ? [] : [{ field, expected, got }];
}
