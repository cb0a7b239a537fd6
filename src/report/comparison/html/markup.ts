import { escapeHtml } from "../../html/render.ts";

/** A piece of HTML that is safe to put into a page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Insert = Markup | string | number | readonly Insert[];

/** Control and bidirectional characters, but for tab and line ends: shown by name, for they can reorder what is read. */
const HIDDEN = /[\p{Bidi_Control}\u200B\u2028\u2029\uFEFF]|[^\P{Cc}\t\n\r]/gu;

/** HTML from a template: what is inserted is text and is escaped, unless it is markup itself; lists are joined. */
export function html(strings: TemplateStringsArray, ...inserts: Insert[]): Markup {
  return new Markup(strings.map((string, index) => string + inserted(inserts[index] ?? "")).join(""));
}

function inserted(insert: Insert): string {
  if (insert instanceof Markup) return insert.text;
  if (typeof insert === "number") return String(insert);
  if (typeof insert !== "string") return insert.map(inserted).join("");
  return escapeHtml(insert).replaceAll(HIDDEN, named);
}

function named(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return `<span class="hidden-character" data-code="${code}" title="hidden character ${code}"></span>`;
}
