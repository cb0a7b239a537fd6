import { forecastRegression, PLANNED_DROPS, type RegressionForecast } from "../pipeline/regress/plan.ts";
import type { PlannedJudge } from "../pipeline/regress/planJudge.ts";
import type { RegressionTarget } from "../pipeline/regress/prepare.ts";
import { toDisk } from "../records/wire.ts";
import { criterionWords } from "../report/comparison/words.ts";
import { counted, dollars } from "../report/numbers.ts";

/** Prints what a regression would take, and asks nobody. */
export async function printPlan(
  target: RegressionTarget,
  options: { recordings: string; maxCalls: number; ahead: number; json?: boolean | undefined },
): Promise<void> {
  const forecast = await forecastRegression(target, {
    ...options,
    drain: new AbortController().signal,
    onWarning: (warning) => process.stderr.write(`dealbench: ${warning}\n`),
  });
  process.stdout.write(options.json ? `${JSON.stringify(toDisk(forecast))}\n` : planText(forecast, options));
}

/** The forecast as a terminal shows it; ends in a newline. */
export function planText(
  forecast: RegressionForecast,
  { maxCalls, ahead }: { maxCalls: number; ahead: number },
): string {
  const { identical, unread, banked, criteria, unknown, usdPerCall, notes, baselineShare, judge } = forecast;
  if (identical) return "0 calls: prompt, parameters and model are the same on both sides.\n";
  if (unread.length > 0) return `0 calls: ${unread.join("\n")}\n`;
  const bank =
    banked.replies === 0
      ? "No baseline reply is at hand: every candidate call takes one of the baseline besides, which the next edit need not pay."
      : `${banked.scenarios} of ${counted(banked.of, "scenario")} have baseline replies at hand (${banked.replies}).`;
  const effects = PLANNED_DROPS.map((drop) =>
    effectLine(criteria, drop, { usdPerCall, baselineShare, judge }),
  );
  return [
    ...(notes.length > 0 ? [...notes, ""] : []),
    `At most ${counted(maxCalls, "call")}; up to ${counted(ahead - 1, "visit")} more may be under way when it is decided.`,
    bank,
    "",
    "Candidate calls until it is decided, on average (nine in ten), by the baseline's own spread:",
    ...effects,
    ...(criteria.length === 0 ? [] : ["", "Criterion by criterion:", ...criteria.map(criterionLine)]),
    ...(unknown.length === 0
      ? []
      : [
          "",
          `Too little is known of the baseline to plan for: ${unknown.map(criterionWords).join(", ")}. Collect two repeats or more: dealbench run --persona <baseline> --repeats 3.`,
        ]),
    ...(judge ? ["", ...judgeLines(judge)] : []),
    "",
  ].join("\n");
}

/** A drop regresses the gate as soon as one criterion is; a harmless edit waits for the last to be cleared. */
function effectLine(
  criteria: RegressionForecast["criteria"],
  drop: number,
  { usdPerCall, baselineShare, judge }: Pick<RegressionForecast, "usdPerCall" | "baselineShare" | "judge">,
): string {
  const what = drop === 0 ? "no change" : `a drop of ${Math.round(100 * drop)} points`;
  const planned = criteria.filter((one) => one.drop === drop);
  const slowest = planned.toSorted((one, other) => other.calls - one.calls)[0];
  if (!slowest) return `  ${what}: unknown`;
  const cost = usdPerCall === null ? null : slowest.calls * (1 + baselineShare) * usdPerCall;
  const judged = judge ? `, judge ${costWords(judgeCost(judge, slowest.calls * (1 + baselineShare)))}` : "";
  return `  ${what.padEnd(22)}${Math.round(slowest.calls)} (${Math.round(slowest.calls90)}), ${costWords(cost)}${judged}; slowest: ${criterionWords(slowest.name)}`;
}

/** What the judge takes for so many calls of the models under test. */
function judgeCost({ callsPerCall, usdPerCall }: PlannedJudge, calls: number): number | null {
  return callsPerCall === null || usdPerCall === null ? null : calls * callsPerCall * usdPerCall;
}

/** What is known of the judge beforehand, apart from the candidates' calls. */
function judgeLines({ model, votes, looked, callsPerReply, usdPerCall }: PlannedJudge): string[] {
  const asked = votes === 1 ? "" : `, ${votes} votes each`;
  if (callsPerReply === null)
    return [
      `Judge ${model}${asked}: how many calls a reply leaves it is known once a baseline reply is at hand; they count in --budget-usd, not in --max-calls.`,
    ];
  const price = usdPerCall === null ? "cost unknown" : `about ${dollars(usdPerCall)} each`;
  const open =
    looked.calls === 0
      ? "The baseline replies at hand are judged."
      : `The baseline replies at hand (${looked.replies} looked at) want ${counted(looked.calls, "judge call")} first, once (${costWords(usdPerCall === null ? null : looked.calls * usdPerCall)}); until then the figures above rest on what code reads.`;
  return [
    `Judge ${model}${asked}: about ${callsPerReply.toFixed(1)} calls a reply, ${price}; they count in --budget-usd, not in --max-calls.`,
    open,
  ];
}

function costWords(cost: number | null): string {
  if (cost === null) return "cost unknown";
  return cost === 0 ? "no cost" : `about ${dollars(cost)}`;
}

function criterionLine(one: RegressionForecast["criteria"][number]): string {
  const name = `${criterionWords(one.name)}, ${Math.round(100 * one.drop)} points`;
  return `  ${name.padEnd(28)}${String(Math.round(one.calls)).padStart(4)} calls: regressed ${percent(one.regressed)}, not regressed ${percent(one.notRegressed)}, open ${percent(one.inconclusive)}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
