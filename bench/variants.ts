import type { Scenario } from "../src/records/scenario.ts";
import type { Transcript } from "../src/records/transcript.ts";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/**
 * A transcript that reads like `transcript` and is another: amounts above 31 grow with `variant` (≥ 1), the scenario's people
 * change their family names among themselves, weekdays move on. Days of the month and years stay, so that dates remain dates.
 */
export function variantOf(transcript: Transcript, scenario: Scenario, variant: number): Transcript {
  const swap = swapper(scenario, variant);
  return {
    ...transcript,
    turns: transcript.turns.map((turn) => ({ ...turn, assistant: swap(turn.assistant) })),
  };
}

/** Changes a text of this scenario as {@link variantOf} does; the same text always in the same way. */
export function swapper(
  scenario: { people: readonly { name: string }[] },
  variant: number,
): (text: string) => string {
  const names = [...new Set(scenario.people.map(({ name }) => name.split(" ").at(-1) ?? name))];
  const swaps = new Map([...rotated(names, variant), ...rotated(WEEKDAYS, variant)]);
  const pattern = new RegExp(String.raw`\b(?:${[...swaps.keys()].map(escaped).join("|")})\b|\d+`, "g");
  return (text) =>
    text.replaceAll(
      pattern,
      (found) => swaps.get(found) ?? (isAmount(found) ? grown(found, variant) : found),
    );
}

function rotated(names: readonly string[], by: number): [string, string][] {
  return names.map((name, index) => [name, names[(index + by) % names.length] ?? name]);
}

function isAmount(digits: string): boolean {
  return Number(digits) > 31 && !/^(?:19|20)\d\d$/.test(digits) && !digits.startsWith("0");
}

/** As long as before, so that "1,250" stays a number with its thousands. */
function grown(digits: string, by: number): string {
  const low = 10 ** (digits.length - 1);
  return String(low + ((Number(digits) - low + by) % (9 * low)));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
