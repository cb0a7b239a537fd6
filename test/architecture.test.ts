import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/**
 * What each layer may import besides itself: the table of ARCHITECTURE.md. Adding an arrow here is a design decision;
 * say why in ARCHITECTURE.md.
 */
const LAYERS: Record<string, readonly string[]> = {
  records: [],
  statistics: [],
  files: ["records"],
  policy: ["records", "files"],
  persona: ["records", "files"],
  scenarios: ["records", "files", "policy"],
  providers: ["records", "files"],
  executor: ["records", "files", "policy", "persona", "scenarios", "providers"],
  graders: ["records", "files"],
  grading: ["records", "statistics", "files", "policy", "graders"],
  summary: ["records", "statistics"],
  report: ["records", "files"],
  runs: ["records", "files"],
  version: [],
  comparison: [
    "records",
    "files",
    "policy",
    "persona",
    "scenarios",
    "graders",
    "grading",
    "summary",
    "report",
    "runs",
  ],
  regression: ["records", "statistics", "summary"],
  pipeline: [
    "records",
    "statistics",
    "files",
    "policy",
    "persona",
    "scenarios",
    "providers",
    "executor",
    "graders",
    "grading",
    "summary",
    "report",
    "runs",
    "comparison",
    "regression",
    "version",
  ],
  promptfoo: [
    "records",
    "files",
    "policy",
    "persona",
    "scenarios",
    "providers",
    "executor",
    "graders",
    "grading",
  ],
  // graders/promptfoo.ts: where promptfoo finds the graders; no other file of graders/ may look to its right.
  promptfooDoor: ["promptfoo"],
  commands: [
    "records",
    "statistics",
    "files",
    "policy",
    "persona",
    "scenarios",
    "providers",
    "executor",
    "graders",
    "grading",
    "report",
    "runs",
    "pipeline",
    "comparison",
    "regression",
    "promptfoo",
    "version",
  ],
  cli: ["commands", "records", "version"],
};

/** Inside the report only the app runs in the browser: nothing but its own files and types may reach it. */
const STDIO_LAYERS = new Set(["commands", "cli"]);

interface SourceFile {
  path: string;
  layer: string;
  imports: { path: string; layer: string; typeOnly: boolean }[];
  text: string;
}

const FILES = [...sourceFiles(join(ROOT, "src")), ...sourceFiles(join(ROOT, "graders"))];

describe("layers", () => {
  test("every file belongs to a layer of the table", () => {
    expect(FILES.filter(({ layer }) => !(layer in LAYERS)).map(({ path }) => path)).toEqual([]);
  });

  test("every import goes to the same layer or to one the table allows", () => {
    const wrong = FILES.flatMap((file) =>
      file.imports
        .filter(({ layer }) => layer !== file.layer && !LAYERS[file.layer]?.includes(layer))
        .map((target) => `${file.path} (${file.layer}) imports ${target.path} (${target.layer})`),
    );
    expect(wrong).toEqual([]);
  });

  test("no file imports itself, directly or through others", () => {
    expect(cycles(FILES)).toEqual([]);
  });

  test("only the command line writes to stdio", () => {
    const writers = FILES.filter(
      ({ layer, text }) => !STDIO_LAYERS.has(layer) && /process\.(stdout|stderr)\b/.test(text),
    );
    expect(writers.map(({ path }) => path)).toEqual([]);
  });

  test("only providers open sockets", () => {
    const network = /from "(?:node:)?(?:http|https|net|tls|dgram|http2|undici)"|\bfetch\(|@anthropic-ai\/sdk/;
    const openers = FILES.filter(({ layer, text }) => layer !== "providers" && network.test(text));
    expect(openers.map(({ path }) => path)).toEqual([]);
  });

  test("files stay small enough to read in one sitting", () => {
    const long = FILES.filter(({ text }) => text.split("\n").length > 300);
    expect(long.map(({ path, text }) => `${path}: ${text.split("\n").length} lines`)).toEqual([]);
  });
});

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
    .map((name) => {
      const absolute = join(folder, name);
      const text = readFileSync(absolute, "utf8");
      return {
        path: relative(ROOT, absolute),
        layer: layerOf(absolute),
        imports: importsOf(text, absolute),
        text,
      };
    });
}

function layerOf(absolute: string): string {
  if (relative(ROOT, absolute) === "graders/promptfoo.ts") return "promptfooDoor";
  const [top, second = ""] = relative(ROOT, absolute).split("/");
  return top === "src" ? second.replace(/\.tsx?$/, "") : (top ?? "");
}

function importsOf(text: string, absolute: string): SourceFile["imports"] {
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;"']*?from\s+["'](\.[^"']+)["']|import\(\s*["'](\.[^"']+)["']\s*\)/g;
  return [...text.matchAll(statement)]
    .map((match) => ({
      typeOnly: match[1] !== undefined,
      target: resolve(dirname(absolute), match[2] ?? match[3] ?? ""),
    }))
    .filter(({ target }) => /\.tsx?$/.test(target))
    .map(({ typeOnly, target }) => ({ typeOnly, path: relative(ROOT, target), layer: layerOf(target) }));
}

function cycles(files: SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(" → "));
    if (at >= 0 || done.has(path)) return;
    for (const target of byPath.get(path)?.imports ?? [])
      if (!target.typeOnly) visit(target.path, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return found;
}
