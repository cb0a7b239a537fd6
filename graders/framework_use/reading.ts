import type { GradeInput } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { type Anchor, anchorFinder } from "../text/anchors.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import { bareLabels } from "./bareLabels.ts";
import { isStrict } from "./strict.ts";
import { type Placed, placedMentions } from "./mentions.ts";
import { recitals } from "./recitals.ts";
import { type Surroundings, surroundings, windowOf } from "./surroundings.ts";

/** Where a reply speaks of an element of MEDDPICC. */
export interface Mention extends Placed {
  /** Stands in a list of labels, a run of keywords or a table's head: it says nothing of the deal. */
  recited: boolean;
  /** An anchor of the scenario stands in the same bullet or row, or within a sentence. */
  bound: boolean;
  /** Such an anchor that is more than the customer's name, which every generic answer can repeat. */
  factual: boolean;
  /** A status, and a next test (question, action, deadline), stands there too. */
  status: boolean;
  test: boolean;
  /** A label beside which nothing stands but a tick or a status word. */
  bare: boolean;
  /**
   * What its own sentence, bullet or row says: a strict anchor (name, number, date, phrase) and a status or a test stand
   * there, in plain words or hedged ones. A person's name asks for a status: "tell Anke" says nothing of her.
   */
  says: "plainly" | "hedged" | "nothing";
}

/** One assistant turn as the checker reads it. */
export interface ReadTurn {
  /** 1-based. */
  turn: number;
  reply: Reply;
  anchors: Anchor[];
  /** Distinct names, numbers, dates and phrases of the deal. */
  facts: number;
  mentions: Mention[];
}

/** Reads every assistant turn: a conversation's first reply usually carries the framework, later ones build on it. */
export function readTurns({ scenario, transcript }: Pick<GradeInput, "scenario" | "transcript">): ReadTurn[] {
  const finder = anchorFinder(scenario);
  const turns = transcript.turns.map((turn, index) => {
    const reply = parseReply(turn.assistant);
    const anchors = finder.find(reply);
    const facts = new Set(anchors.filter(isStrict).map(({ key }) => key)).size;
    return { turn: index + 1, reply, anchors, facts };
  });
  const named = turns.some(({ anchors }) => anchors.some(({ kind }) => kind === "name"));
  return turns.map((turn) => ({ ...turn, mentions: mentionsOf(turn.reply, turn.anchors, scenario, named) }));
}

function mentionsOf(reply: Reply, anchors: Anchor[], scenario: Scenario, named: boolean): Mention[] {
  const placed = placedMentions(reply, anchors, scenario);
  const recited = recitals(placed, reply, anchors);
  const bare = bareLabels(placed, reply, anchors);
  const about = surroundings(reply, anchors, named, recited);
  return placed.map((mention) => {
    const out = recited.has(mention.sentence) || reply.sentences[mention.sentence]?.kind === "table_head";
    const { from, to, first, own } = windowOf(reply, mention, about.blocks);
    const people = mention.element === "economic_buyer" || mention.element === "champion";
    return {
      ...mention,
      recited: out,
      bare: bare.has(mention),
      bound: !out && about.bound(from, to),
      // A neighbouring sentence's person binds only what is about people; its numbers, dates and phrases bind anything.
      factual:
        !out &&
        (about.factual(from, to) || about.person(people ? from : mention.sentence, people ? to : own)),
      status: !out && about.status(from, to),
      test: !out && about.test(from, to),
      says: out || bare.has(mention) ? "nothing" : sayingOf(mention, about, first, own),
    };
  });
}

function sayingOf(mention: Placed, about: Surroundings, first: number, own: number): Mention["says"] {
  if (!about.strict(first, own)) return "nothing";
  const firm = mention.label ? about.status(first, own) : about.firm(first, own);
  if (!firm && (mention.person || !about.test(first, own))) return "nothing";
  return about.hedged(mention.sentence, mention.sentence) && !mention.label ? "hedged" : "plainly";
}
