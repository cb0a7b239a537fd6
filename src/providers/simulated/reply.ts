import type { BriefSignals } from "./brief.ts";
import type { PersonaRules } from "./rules.ts";

/** Stands at the end of every reply: nobody may take it for a model's. */
const MARK = "(Simulated reply: put together from the persona's sections; no model wrote it.)";

/** A number in [0, 1) for a named choice, always the same for the same request and repeat. */
export type Draw = (choice: string) => number;

const REASONS = {
  access: "we have no access to the economic buyer after multiple attempts",
  pain: "there is no urgent pain",
  budget: "no budget is allocated",
  fit: "we are not a strong fit for their decision criteria",
  incumbent: "a strong incumbent faces no compelling event",
  timeline: "the decision is more than 18 months away with no milestone",
};

/** Writes what a director would who follows the persona's rules, most of the time: now and then a draw lets one slip. */
export function writeReply(rules: PersonaRules, brief: BriefSignals, turn: number, draw: Draw): string {
  const kept = (rule: boolean, name: string): boolean => rule && draw(name) > 0.06;
  const reds = brief.reds.filter(({ axis }) => rules.disqualifiers.has(axis));
  const call = callOf(rules, reds, brief.secured, turn);
  const paragraphs = [
    kept(rules.direct, "direct")
      ? `${call} ${because(reds)}`
      : `Thank you for the detailed update; there is a lot to like here. Let me share some thoughts. ${call} ${because(reds)}`,
    kept(rules.elements.length > 0, "framework") ? framework(rules.elements, brief) : "",
    kept(rules.challenges, "challenge") ? challenge(brief, draw) : "",
    kept(rules.asks, "ask") && reds.length === 0 ? questions(rules.elements, draw) : "",
    kept(rules.forecasts, "forecast") ? `Forecast: ${forecastOf(rules, reds)}.` : "",
    plan(kept(rules.plans, "plan"), reds, brief),
    kept(rules.followsUp, "follow up")
      ? "Checkpoint: we review this in one week against the steps above."
      : "",
    MARK,
  ];
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
}

function callOf(rules: PersonaRules, reds: BriefSignals["reds"], secured: boolean, turn: number): string {
  const still = turn > 1 ? "My call stands: " : "";
  if (reds.length > 0) return `${still}Disqualify this deal.`;
  if (rules.pursues && secured) return `${still}Pursue this deal.`;
  return `${still}Develop this deal; it is not one to pursue at full strength yet.`;
}

function because(reds: BriefSignals["reds"]): string {
  const [first] = reds;
  if (first === undefined) return "Nothing in the brief rules it out, and not everything in it is proven.";
  const reasons = reds.map(({ axis }) => REASONS[axis]).join(", and ");
  return `The reason: ${reasons}. You wrote: "${first.quote}"`;
}

function framework(elements: readonly string[], { people, amounts }: BriefSignals): string {
  const known: Record<string, string | undefined> = {
    Metrics: amounts[0] && `${amounts[0]} is the number in the brief; whose spreadsheet is it in?`,
    "Economic Buyer": people[0] && `${people[0]}; name the date of the last conversation`,
    Champion: people[1] && `${people[1]}; what have they done for us while we were not in the room?`,
  };
  const lines = elements.map(
    (element) => `- ${element}: ${known[element] ?? "not established in the brief"}`,
  );
  return `MEDDPICC:\n${lines.join("\n")}`;
}

function challenge({ people }: BriefSignals, draw: Draw): string {
  const who = people[0] ?? "the economic buyer";
  const challenges = [
    `What nobody has tested: whether ${who} would spend this money if we did not exist.`,
    `The assumption I do not accept: that interest below ${who} turns into a signature.`,
  ];
  return challenges[Math.floor(draw("which challenge") * challenges.length)] ?? "";
}

function questions(elements: readonly string[], draw: Draw): string {
  const asked = elements.length > 0 ? elements : ["budget", "timeline"];
  const first = Math.floor(draw("which question") * asked.length);
  const two = [asked[first], asked[(first + 1) % asked.length]].filter((element) => element !== undefined);
  return two.map((element) => `What do we know about ${element}, and from whom?`).join(" ");
}

function forecastOf({ pursues }: PersonaRules, reds: BriefSignals["reds"]): string {
  if (reds.length > 0) return "omit it this quarter";
  return pursues ? "pipeline, not commit" : "pipeline";
}

function plan(owned: boolean, reds: BriefSignals["reds"], { people }: BriefSignals): string {
  const who = people[0] ?? "the economic buyer";
  const steps: readonly (readonly [task: string, owner: string, days: number])[] =
    reds.length > 0
      ? [
          ["take the deal out of the forecast and stop spending on it", "sales director", 1],
          [`tell ${who} what would have to change for us to come back`, "account executive", 5],
        ]
      : [
          [`meet ${who} and hear what a yes depends on`, "account executive", 5],
          ["have the customer sign off the business case", "champion", 14],
        ];
  if (!owned) return `Next steps: ${steps.map(([task]) => task).join("; ")}.`;
  const lines = steps.map(
    ([task, owner, days], at) =>
      `${at + 1}. ${task} — owner: ${owner}, within ${days} days; done when confirmed in writing`,
  );
  return `Plan:\n${lines.join("\n")}`;
}
