import { indexForms, sweep } from "./formIndex.ts";
import { formsOf } from "./forms.ts";
import { lowerCase } from "./lowerCase.ts";
import { alternativesOf } from "./pattern.ts";
import { readingOf } from "./reading.ts";

/**
 * Calls `visit` for each place of a text at which an expression may match, place by place; `index` is the expression's. False
 * tells that none of the others matters there.
 */
export type Openings = (text: string, visit: (start: number, index: number) => boolean) => void;

/**
 * The places where expressions can match that do not begin inside a word: nearly all places are ruled out by the word that
 * stands there and the one behind it. Whoever asks tries the expressions at the places, whatever their flags.
 */
export function openingsOf(sources: readonly string[]): Openings {
  const index = indexForms(
    sources.flatMap((source, entry) =>
      alternativesOf(source).flatMap((alternative) => formsOf(entry, alternative, AS_WRITTEN)),
    ),
  );
  return (text, visit) => {
    const subject = { text, lower: lowerCase(text), reading: readingOf(text) };
    let latestStart = -1;
    let latestEntry = -1;
    sweep(index, subject, (form, start) => {
      const { entry } = form;
      if (start === latestStart && entry === latestEntry) return false;
      latestStart = start;
      latestEntry = entry;
      return !visit(start, entry);
    });
  };
}

const AS_WRITTEN = { spell: (raw: string) => raw, after: "", cased: true };
