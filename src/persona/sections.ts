/** A part of a prompt under one heading: the lines from the heading to the next one of its level or above. */
export interface Section {
  /** The heading without its # signs. */
  title: string;
  /** 1 for `#`, 2 for `##`, … */
  level: number;
  /** Lines of the text, from 0; `end` is the first that no longer belongs to it. */
  start: number;
  end: number;
}

/** The sections of a Markdown text in their order, those inside others included; a `#` inside a code fence heads nothing. */
export function sectionsOf(text: string): Section[] {
  const lines = text.split("\n");
  const headings = headingsOf(lines);
  return headings.map(({ title, level, line }, index) => {
    const next = headings.slice(index + 1).find((other) => other.level <= level);
    return { title, level, start: line, end: next?.line ?? lines.length };
  });
}

/**
 * The sections that a text is taken apart into at a level, without overlap: those of that level, and of the levels above what stands
 * before their first subsection, where that says anything.
 */
export function sectionsAtLevel(text: string, level: number): Section[] {
  const lines = text.split("\n");
  const all = sectionsOf(text);
  return all
    .filter((section) => section.level <= level)
    .map((section) => {
      const inner = all.find(
        (other) => other.start > section.start && other.start < section.end && other.level <= level,
      );
      return inner ? { ...section, end: inner.start } : section;
    })
    .filter(({ start, end }) => lines.slice(start + 1, end).some((line) => /[\p{L}\p{N}]/u.test(line)));
}

/** The text of a section, its heading included. */
export function sectionText(text: string, { start, end }: Pick<Section, "start" | "end">): string {
  return text.split("\n").slice(start, end).join("\n");
}

/** A text without some of its lines; one empty line is left where they stood between two. */
export function withoutLines(text: string, { start, end }: Pick<Section, "start" | "end">): string {
  const lines = text.split("\n");
  const before = lines.slice(0, start);
  const after = lines.slice(end);
  while (before.at(-1)?.trim() === "" && after[0]?.trim() === "") after.shift();
  return [...before, ...after].join("\n");
}

function headingsOf(lines: readonly string[]): { title: string; level: number; line: number }[] {
  let fence: string | null = null;
  return lines.flatMap((text, line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence)))
      fence = fence === null ? mark : null;
    const [, signs = "", title = ""] = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(text) ?? [];
    return fence !== null || signs === "" ? [] : [{ title, level: signs.length, line }];
  });
}
