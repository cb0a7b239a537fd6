import { type LocatedYaml, parseYaml } from "../files/yaml.ts";
import { InputError } from "../records/errors.ts";

/** A Markdown file taken apart: its front matter with the places of its fields, and all that follows. */
export interface SplitFile extends LocatedYaml {
  /** Everything below the line that closes the front matter, with LF line ends. */
  body: string;
  /** Line of the file, counted from 1, on which `body` begins. */
  bodyLine: number;
}

/**
 * Splits a file at its front matter: YAML between a first line `---` and the next line `---`. A byte-order mark is dropped and
 * CRLF becomes LF, so that one text has one hash on every machine; a `---` further down belongs to the body.
 * @throws InputError when there is no front matter, it is not closed, or its YAML does not parse.
 */
export function splitFrontMatter(text: string, file: string): SplitFile {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n")
    .split("\n");
  if (!isFence(lines[0])) {
    throw problem(
      file,
      "found no front matter, expected the first line to be --- and then name, description and version",
    );
  }
  const close = lines.findIndex((line, index) => index > 0 && isFence(line));
  if (close === -1)
    throw problem(file, "the front matter opens here and is never closed; end it with a line ---");
  const located = parseYaml(lines.slice(1, close).join("\n"), file, 2);
  return { ...located, body: lines.slice(close + 1).join("\n"), bodyLine: close + 2 };
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && /^---[ \t]*$/.test(line);
}

function problem(file: string, message: string): InputError {
  return new InputError([{ place: { file, line: 1, column: 1 }, field: "", message }]);
}
