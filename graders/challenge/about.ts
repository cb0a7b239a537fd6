import type { Scenario } from "../../src/records/scenario.ts";
import type { TranscriptTurn } from "../../src/records/transcript.ts";
import { answerOf } from "../directness/answer.ts";
import { type Statement, statementsOf } from "../disqualification/statements.ts";
import { keptWith } from "../text/kept.ts";
import { isKeywordRun } from "../text/language.ts";
import { countWords } from "../text/letters.ts";

/**
 * The statements of one reply (1-based `turn`) that speak of this deal: paragraphs, with the list or table under them, that
 * hold something of it. General remarks, lists of keywords, and replies that answer nothing are left out, so that padding
 * neither adds nor hides anything. Two graders ask.
 */
export const statementsAbout = keptWith(readAbout);

function readAbout(reply: TranscriptTurn, turn: number, scenario: Scenario): Statement[] {
  if (answerOf(reply, scenario).none) return [];
  const statements = statementsOf(reply.assistant, turn, scenario);
  if (countWords(reply.assistant) < SHORT) return statements.filter(({ text }) => !isWordList(text));
  const passages: Statement[][] = [];
  let end = 0;
  for (const statement of statements) {
    const apart = /\n\s*\n/.test(reply.assistant.slice(end, statement.start));
    const opens = statement.kind === "paragraph" || statement.kind === "heading";
    if (passages.length === 0 || (apart && opens && !introduces(passages.at(-1)))) passages.push([]);
    passages.at(-1)?.push(statement);
    end = statement.end;
  }
  return passages
    .filter((passage) => passage.some(({ anchors }) => anchors.some(({ kind }) => kind !== "echo")))
    .flat()
    .filter(({ text }) => !isWordList(text) && !isKeywordRun(text));
}

/** A line or two need not name the deal to be about it. */
const SHORT = 25;

/** Eight commas or more with hardly two words between them. */
function isWordList(text: string): boolean {
  const commas = text.split(",").length - 1;
  return commas >= 8 && countWords(text) / commas < 2.5;
}

/** A heading or "…:" belongs to what follows it. */
function introduces(passage: readonly Statement[] | undefined): boolean {
  const last = passage?.at(-1);
  return last !== undefined && (last.kind === "heading" || /:\s*$/.test(last.text));
}
