import type { Comparison, Criterion } from "../../records/comparison.ts";
import { doubtMark } from "../item.ts";
import { newBuilder, xmlText } from "../junit.ts";
import { costWords } from "./costWords.ts";
import { sequentialWords } from "./sequentialWords.ts";
import { criterionWords, evidenceWords, interval, pairedOf, pValue, signed, verdictWords } from "./words.ts";

/**
 * The comparison as JUnit XML: one case for the gate, one for each criterion, one for each newly failing critical item.
 * A failure is a regression; what is inconclusive or only advisory is skipped, since it neither passes nor fails.
 */
export async function renderComparisonJunit(comparison: Comparison): Promise<string> {
  const builder = (await newBuilder()).name(
    xmlText(`dealbench compare ${comparison.a.id} ${comparison.b.id}`),
  );
  const suite = builder.testSuite().name("gate").timestamp(new Date(comparison.b.finishedAt));
  suite.property("estimand", comparison.estimand);
  suite.property("baseline", xmlText(comparison.a.source));
  suite.property("candidate", xmlText(comparison.b.source));
  const add = (
    className: string,
    name: string,
    state: Criterion["verdict"] | "advisory",
    message: string,
  ) => {
    const testCase = suite.testCase().className(className).name(xmlText(name));
    // The writer splits only the first "]]>" of a CDATA section.
    const text = xmlText(message).replaceAll("]]>", "]] >");
    if (state === "regressed") testCase.failure(xmlText(message), "regressed").stacktrace(text);
    else if (state === "not_regressed") testCase.standardOutput(text);
    else testCase.skipped().standardOutput(text);
  };
  const { decision, sequential } = comparison;
  if (sequential) suite.property("calls", xmlText(sequentialWords(sequential).join(" ")));
  suite.property("cost", xmlText(costWords(comparison)));
  add("gate", "decision", decision.verdict, [comparison.headline, ...decision.reasons].join("\n"));
  for (const criterion of comparison.criteria) {
    const { name, tier, verdict } = criterion;
    add(
      tier,
      criterionWords(name),
      tier === "gating" ? verdict : "advisory",
      describe(criterion, sequential !== undefined),
    );
  }
  for (const { item, itemTitle, scenario, reason, gates, confirmed, dismissed } of comparison.newlyFailing) {
    const state = !gates || dismissed ? "advisory" : confirmed ? "regressed" : "inconclusive";
    add(
      "critical",
      `${scenario} ${item}`,
      state,
      `${itemTitle}${doubtMark(comparison.items, item)}: ${reason}`,
    );
  }
  return builder.build();
}

function describe(criterion: Criterion, stepwise: boolean): string {
  const { a, b, difference, margin, pAdjusted } = criterion;
  const tested = stepwise ? evidenceWords(criterion) : `p ${pValue(pAdjusted)}`;
  return [
    verdictWords(criterion, stepwise),
    `${a?.toFixed(2) ?? "–"} → ${b?.toFixed(2) ?? "–"}, change ${signed(difference)} (${interval(criterion.interval)}), margin ${margin}, ${tested}`,
    `paired: ${pairedOf(criterion)}`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}
