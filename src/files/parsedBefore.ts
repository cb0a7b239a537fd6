/**
 * What the program's own YAML files say, as JSON by the SHA-256 of their text, where they were parsed when it was built, as by `npm run
 * build`; null in the sources. A file that was edited since has another text, and is parsed.
 */
export const PARSED_BEFORE: Readonly<Record<string, string>> | null = null;
