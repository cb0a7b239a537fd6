import { splitFrontMatter } from "./frontMatter.ts";

/**
 * A persona file's text with another prompt below the same front matter.
 * @throws InputError when there is no front matter, it is not closed, or its YAML does not parse.
 */
export function withPrompt(text: string, source: string, prompt: string): string {
  const { body } = splitFrontMatter(text, source);
  const whole = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  return whole.slice(0, whole.length - body.length) + prompt;
}
