import { guarded } from "../text/guarded.ts";
import type { Finding } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { evidenceAt } from "../text/evidence.ts";
import { finding, needsJudge } from "../text/finding.ts";
import { blockAt } from "../text/places.ts";
import type { ReadTurn } from "./reading.ts";

/** Words that give a person a buying role, in lower case. */
const ROLE = guarded(
  /\b(?:economic|technical|user|coach|champion|blocker|gatekeeper|sponsor|influencer|buyer|approver|supporter|ally|mobili[sz]er|sceptic|skeptic|neutral|decision[- ]maker|eb|procurement|screen(?:s|er)?)\b/i,
);
const EB = guarded(/\b(?:economic[- ]buyer|eb)\b/i);
const MISSING_EB = guarded(
  /\b(?:no|without an?|missing|unknown|unidentified|not (?:yet )?(?:identified|known|found))\b[^.]{0,40}\b(?:economic[- ]buyer|eb)\b|\b(?:economic[- ]buyer|eb)\b[^.]{0,30}\b(?:missing|unknown|unidentified|not (?:yet )?(?:identified|known|found)|tbd|nobody)\b/i,
);

/** FU14 and FU15 (Strategic Selling): who has a role, and who is the economic buyer. Code is sure only of what stands in one row, bullet or paragraph. */
export function checkRoles(scenario: Scenario, turns: ReadTurn[]): Finding[] {
  if (!scenario.expectedFrameworks.includes("StrategicSelling")) {
    return ["FU14", "FU15"].map((id) => finding(id, "n/a", "This task does not call for Strategic Selling."));
  }
  return [everyRole(scenario, turns), oneBuyer(scenario, turns)];
}

/** The blocks that name one of the scenario's people, with who is named first in them. */
function blocksWithPeople(
  turns: ReadTurn[],
): { turn: ReadTurn; start: number; end: number; text: string; people: number[] }[] {
  return turns.flatMap((turn) => {
    const byBlock = Map.groupBy(
      turn.anchors.filter(({ kind, person }) => kind === "name" && person !== undefined),
      ({ start }) => blockAt(turn.reply, start),
    );
    return [...byBlock].flatMap(([index, anchors]) => {
      const block = turn.reply.blocks[index];
      if (!block) return [];
      const people = [...new Set(anchors.map(({ person }) => person ?? -1))];
      return [
        {
          turn,
          start: block.start,
          end: block.end,
          text: turn.reply.plain.slice(block.start, block.end),
          people,
        },
      ];
    });
  });
}

function everyRole(scenario: Scenario, turns: ReadTurn[]): Finding {
  const withRole = blocksWithPeople(turns).filter(({ text }) => ROLE.test(text));
  const placed = new Set(withRole.flatMap(({ people }) => people));
  const wanted = scenario.people.flatMap(({ side, name }, index) =>
    side === "customer" ? [{ index, name }] : [],
  );
  const left = wanted.filter(({ index }) => !placed.has(index)).map(({ name }) => name);
  if (left.length > 0)
    return needsJudge("FU14", `code finds no buying role for ${left.join(", ")}; is one given?`);
  const evidence = withRole.map((block) => evidenceAt(block.turn.reply.text, block.turn.turn, block));
  return finding("FU14", "met", `All ${wanted.length} customer people of the brief have a role.`, evidence);
}

function oneBuyer(scenario: Scenario, turns: ReadTurn[]): Finding {
  const named = blocksWithPeople(turns).filter(({ text }) => EB.test(text));
  const alone = named.filter(({ people }) => people.length === 1);
  const buyers = new Set(alone.flatMap(({ people }) => people));
  const [buyer] = buyers;
  if (buyers.size === 1 && buyer !== undefined) {
    const evidence = alone.map((block) => evidenceAt(block.turn.reply.text, block.turn.turn, block));
    return finding(
      "FU15",
      "met",
      `${scenario.people[buyer]?.name} is named as the one economic buyer.`,
      evidence,
    );
  }
  for (const turn of turns) {
    const sentence = turn.reply.sentences.find(({ text }) => MISSING_EB.test(text));
    if (sentence && buyers.size === 0) {
      const evidence = [evidenceAt(turn.reply.text, turn.turn, sentence)];
      return finding("FU15", "met", "It says that the economic buyer is missing.", evidence);
    }
  }
  return needsJudge("FU15", "is exactly one person named as economic buyer, or said to be missing?");
}
