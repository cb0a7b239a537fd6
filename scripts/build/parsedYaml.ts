import type { Plugin } from "esbuild";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { sha256 } from "../../src/files/hash.ts";
import { parseYaml } from "../../src/files/yaml.ts";

/** The YAML that runs read: parsing it takes a third of a second while the parser is cold. */
const FILES = [
  "graders/*/rubric.yaml",
  "graders/lexicons/*.yaml",
  "persona/*.yaml",
  "src/executor/**/*.yaml",
];

/** Has esbuild put what the program's own YAML files say where the sources have nothing. */
export function parsedYaml(root: string): Plugin {
  return {
    name: "parsed-yaml",
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/]files[\\/]parsedBefore\.ts$/ }, () => {
        const parsed = Object.fromEntries(
          globSync(FILES, { cwd: root }).flatMap((name) => entryOf(root, name)),
        );
        return { contents: `export const PARSED_BEFORE = ${JSON.stringify(parsed)};` };
      });
    },
  };
}

/** None for a file that cannot be parsed, or says what JSON cannot: it is parsed, or refused, when it is read. */
function entryOf(root: string, name: string): [hash: string, json: string][] {
  try {
    const text = readFileSync(join(root, name), "utf8");
    const { value } = parseYaml(text, name);
    const json = JSON.stringify(value);
    return isDeepStrictEqual(JSON.parse(json), value) ? [[sha256(text), json]] : [];
  } catch {
    return [];
  }
}
