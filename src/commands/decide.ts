import { Command } from "commander";
import { decide } from "../policy/decide.ts";
import { type FactsFile, readFacts } from "../policy/facts.ts";
import { inspectGates } from "../policy/gates.ts";
import { type LoadedPolicy, loadPolicy } from "../policy/load.ts";
import { whatToAsk } from "../policy/questions.ts";
import type { Decision } from "../records/decision.ts";
import { toDisk } from "../records/wire.ts";
import { codeInWords } from "../report/reasons.ts";
import { projectFile } from "./options.ts";

/** `dealbench decide`: what the policy says of one set of facts. */
export function decideCommand(): Command {
  return new Command("decide")
    .description("say what the policy makes of one deal's facts: verdict, reasons, forecast cap, what to ask")
    .argument("<facts>", "a .json or .yaml file of facts; a fact that is left out is unknown")
    .option("--policy <file>", "the decision policy", projectFile("persona/policy.yaml"))
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      `
Examples:
  dealbench decide deal.json
  dealbench decide deal.yaml --json

A facts file, as YAML (every fact may be left out, or be "unknown", or {value, evidence}):
  eb: limited
  budget: untested
  stage: evaluation
  gates: {business_case: no}     optional: exits of Proof, Negotiation and Close that the facts cannot show`,
    )
    .action(run);
}

function run(file: string, options: { policy: string; json?: boolean }): void {
  const policy = loadPolicy(options.policy);
  const read = readFacts(file);
  const decision = decide(read.facts, policy, read.gates);
  const { unestablished } = inspectGates(read.facts, read.gates);
  process.stdout.write(
    options.json
      ? `${JSON.stringify(asJson(decision, unestablished, policy))}\n`
      : asText(decision, unestablished, read),
  );
}

function asJson(decision: Decision, unestablished: string[], policy: LoadedPolicy): unknown {
  return toDisk({
    ...decision,
    questions: whatToAsk(decision),
    gatesUnestablished: unestablished,
    policy: { version: policy.version, sha256: policy.sha256 },
  });
}

function asText(decision: Decision, unestablished: string[], { facts }: FactsFile): string {
  const questions = whatToAsk(decision).map(({ fact, question }) => `${fact}: ${question}`);
  const reasons = [
    ...section("Disqualified by", coded(decision.red, "red")),
    ...section("Weak", coded(decision.amber, "amber")),
    ...section("Noted, without moving the verdict", coded(decision.flags, "flag")),
  ];
  return [
    `Verdict: ${verdictInWords(decision)}`,
    ...(reasons.length === 0 ? ["", "Nothing speaks against it."] : reasons),
    "",
    `Forecast cap: ${decision.forecastCap}`,
    `Stage: ${facts.stage} as claimed, ${decision.supportedStage} by the facts`,
    ...(unestablished.length > 0 ? [`Not said, so not checked: ${unestablished.join(", ")}`] : []),
    ...section("Ask", questions),
    "",
  ].join("\n");
}

function verdictInWords({ verdict, disposition, provisional }: Decision): string {
  if (disposition === "close") return `${verdict}, close: tell the customer, no dated return`;
  if (disposition === "deprioritize")
    return `${verdict}, deprioritize: reopen only on a dated or named trigger`;
  return provisional ? `${verdict}, provisional: too much is unknown to call it` : verdict;
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function coded(codes: string[], kind: "red" | "amber" | "flag"): string[] {
  return codes.map((code) => `${code}: ${codeInWords(code, kind)}`);
}
