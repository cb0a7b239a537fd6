import { build } from "esbuild";
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Source, STAMP, type Stamp } from "../../bin/freshBuild.js";
import { contentHash } from "../../src/files/hash.ts";
import { writeAtomic } from "../../src/files/write.ts";
import { parsedYaml } from "./parsedYaml.ts";
import { reportApp } from "./reportApp.ts";
import { sourceNow, sourcePlaces } from "./sourcePlaces.ts";

/** What was built: where, as a path in the project, and how much. */
export interface Built {
  folder: string;
  files: number;
  bytes: number;
}

interface Output {
  name: string;
  text: string;
}

/** Built to cli.js, which is where a start looks for it. */
const SOURCE = "src/cli.ts";
const THREADS = ["src/pipeline/evaluation/graderThread.ts"];
const BUILDS = dirname(STAMP);

/** Longer than a run takes: a batch may take a day, and a conversation has a batch for each turn. A build has 6 MB. */
const KEPT_DAYS = 7;

/** Besides the sources: what tells which packages are bundled, and what says how. */
const MADE_BY = [
  "tsconfig.json",
  "package-lock.json",
  "node_modules/.package-lock.json",
  "bin/freshBuild.js",
  "scripts/build/parsedYaml.ts",
  "scripts/build/program.ts",
  "scripts/build/reportApp.ts",
  "scripts/build/sourcePlaces.ts",
];

/**
 * Bundles the program of the project in `root`, with the packages it uses, into build/<id>/, the id being a hash of what is
 * built; then has build/stamp.json name it, and from there on starts take it. What starts took in the last KEPT_DAYS days stays, for
 * processes that began with it and load more of it later; older builds are removed. Several at once do no harm.
 * @throws Error of esbuild or the file system; starts then go on with what they took before
 */
export async function buildProgram(root: string): Promise<Built> {
  const sources = MADE_BY.map((path) => sourceNow(root, path));
  const outputs = await bundle(root, (source) => sources.push(source));
  const id = contentHash(outputs).slice(0, 16);
  const folder = `${BUILDS}/${id}`;
  place(outputs, join(root, folder));
  const builds = join(root, BUILDS);
  for (const taken of [folder, folderBefore(root)]) noteTaken(builds, basename(taken));
  const stamp: Stamp = { folder, built: outputs.map(({ name }) => name).sort(), sources };
  writeAtomic(join(root, STAMP), JSON.stringify(stamp));
  removeOlder(builds, Date.now() - KEPT_DAYS * 86_400_000);
  return { folder, files: outputs.length, bytes: outputs.reduce((sum, { text }) => sum + text.length, 0) };
}

async function bundle(root: string, onRead: (source: Source) => void): Promise<Output[]> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [SOURCE, ...THREADS],
    outdir: BUILDS,
    entryNames: "[name]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    // As Node runs the sources: nothing is put differently, and an import that is not of types alone is kept.
    target: "esnext",
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    // ES modules of packages where they have them: less of them is left then.
    mainFields: ["module", "main"],
    // It starts a program of its own, which it finds beside itself.
    external: ["esbuild"],
    plugins: [parsedYaml(root), reportApp(root, onRead), sourcePlaces(root, THREADS, onRead)],
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  return outputFiles.map(({ path, text }) => ({ name: basename(path), text: withRequire(text) }));
}

/** Packages that are no ES modules require Node's own; one of the files does it for them all. */
function withRequire(text: string): string {
  if (!text.includes("typeof require")) return text;
  return `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n${text}`;
}

/** Fills a folder beside and renames it: whoever finds it finds all of it. */
function place(outputs: readonly Output[], folder: string): void {
  if (isPlaced(outputs, folder)) return;
  const beside = join(dirname(folder), `new-${randomUUID()}`);
  try {
    mkdirSync(beside, { recursive: true });
    for (const { name, text } of outputs) writeFileSync(join(beside, name), text);
    moveTo(folder, beside, outputs);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function moveTo(folder: string, beside: string, outputs: readonly Output[]): void {
  try {
    renameSync(beside, folder);
  } catch {
    // Another build of the same sources was quicker; or what stands there is damaged.
    if (isPlaced(outputs, folder)) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(beside, folder);
  }
}

function isPlaced(outputs: readonly Output[], folder: string): boolean {
  if (!existsSync(folder) || readdirSync(folder).length !== outputs.length) return false;
  return outputs.every(({ name, text }) => {
    const file = join(folder, name);
    return existsSync(file) && readFileSync(file, "utf8") === text;
  });
}

/** The folder that starts took until now; empty where there was none. */
function folderBefore(root: string): string {
  try {
    const { folder = "" } = JSON.parse(readFileSync(join(root, STAMP), "utf8")) as Partial<Stamp>;
    return folder;
  } catch {
    return "";
  }
}

/**
 * Has a build's folder bear the time at which starts were last known to take it: when it was made, and when another was about to replace
 * it. Whoever runs from it began before.
 */
function noteTaken(builds: string, name: string): void {
  const now = new Date();
  if (name !== "" && existsSync(join(builds, name))) utimesSync(join(builds, name), now, now);
}

/** Removes what was last taken, or changed, before then. */
function removeOlder(builds: string, then: number): void {
  for (const name of readdirSync(builds)) {
    const path = join(builds, name);
    if (name === basename(STAMP)) continue;
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? then;
    if (changed < then) rmSync(path, { recursive: true, force: true });
  }
}
