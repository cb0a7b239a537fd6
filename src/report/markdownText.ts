/** What a job summary or a comment takes; longer text is refused there. */
const MAX_BYTES = 60_000;
const MAX_CELL = 240;

/** {@link plain} cut to the length of a table cell. */
export function cell(text: string): string {
  return plain(text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text);
}

/** Text from outside on one line, with everything that Markdown, HTML or a mention would act on made inert. */
export function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, " ")
    .replaceAll(/[&<>@]|:(?=\/\/)|(?<=\bwww)\.|[\\`*_[\]#|~]/gi, (character) =>
      /[&<>@:.]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
    )
    .trim();
}

/** Cuts at a line's end so that UTF-8 stays under 60 kB, and says so, naming the file that has the rest. */
export function withinBytes(text: string, whole: string): string {
  if (Buffer.byteLength(text) < MAX_BYTES) return text;
  const note = `\n\nCut here for length; ${whole} has the rest.`;
  let kept = Buffer.from(text)
    .subarray(0, MAX_BYTES - Buffer.byteLength(note) - 8)
    .toString("utf8");
  kept = kept.slice(0, kept.lastIndexOf("\n"));
  return kept + note;
}
