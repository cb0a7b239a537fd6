// Installs promptfoo into its own folder, .promptfoo, without the optional packages that make it 2 GB: npm run promptfoo:install
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { npmInstall } from "./npmInstall.ts";

const VERSION = "0.123.1";
const FOLDER = resolve(import.meta.dirname, "..", ".promptfoo");
/** Filled first and then renamed, so that an install that broke off is never taken for one. */
const PARTIAL = `${FOLDER}.partial`;

/** Packages whose native part promptfoo cannot start without, and which `--omit=optional` leaves out. */
const NATIVE = ["libsql", "esbuild"];

interface Manifest {
  version?: string;
  bin?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

install();

function install(): void {
  if (manifestOf(FOLDER, "promptfoo")?.version === VERSION)
    return say(`promptfoo ${VERSION} is installed in ${FOLDER} (${size(FOLDER)})`);
  const started = performance.now();
  say(`Installing promptfoo ${VERSION} into ${FOLDER}: about 290 MB, one to two minutes …`);
  rmSync(PARTIAL, { recursive: true, force: true });
  mkdirSync(PARTIAL, { recursive: true });
  writeFileSync(
    join(PARTIAL, "package.json"),
    `${JSON.stringify({ name: "promptfoo-folder", private: true })}\n`,
  );
  // Whatever is added to the folder later keeps to it: promptfoo's optional packages alone are 1.7 GB.
  writeFileSync(join(PARTIAL, ".npmrc"), "omit=optional\nignore-scripts=true\nfund=false\naudit=false\n");
  add([`promptfoo@${VERSION}`]);
  say("… its native packages …");
  add(NATIVE.flatMap(nativePackage));
  const seen = versionItTells();
  if (seen !== VERSION) fail(`promptfoo was installed but does not start: --version says "${seen}"`);
  rmSync(FOLDER, { recursive: true, force: true });
  renameSync(PARTIAL, FOLDER);
  const seconds = Math.round((performance.now() - started) / 1000);
  say(`promptfoo ${VERSION} works: ${size(FOLDER)} in ${seconds} s. Remove the folder to uninstall it.`);
}

function add(packages: readonly string[]): void {
  const why = npmInstall(PARTIAL, packages);
  if (why === null) return;
  fail(
    `npm could not install ${packages.join(" ")} (${why}). Check the registry with "npm view ${packages[0]}"; nothing was changed.`,
  );
}

/** `name@version` of a package's native part for this machine. */
function nativePackage(name: string): string[] {
  const parts = Object.entries(manifestOf(PARTIAL, name)?.optionalDependencies ?? {});
  const here = `${process.platform}-${process.arch}`;
  const endings = [here, `${here}-${isMusl() ? "musl" : "gnu"}`, `${here}-msvc`];
  return parts
    .filter(([part]) => endings.some((ending) => part.endsWith(`/${ending}`)))
    .map(([part, version]) => `${part}@${version}`);
}

function isMusl(): boolean {
  const report = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return process.platform === "linux" && report.header.glibcVersionRuntime === undefined;
}

function versionItTells(): string {
  const folder = join(PARTIAL, "node_modules", "promptfoo");
  const program = join(folder, manifestOf(PARTIAL, "promptfoo")?.bin?.["promptfoo"] ?? "");
  const quiet = {
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_CONFIG_DIR: join(PARTIAL, "config"),
  };
  const { stdout, stderr } = spawnSync(process.execPath, [program, "--version"], {
    encoding: "utf8",
    env: { ...process.env, ...quiet },
  });
  return stdout.trim().split("\n").at(-1) || stderr.trim().slice(0, 300);
}

function manifestOf(folder: string, name: string): Manifest | null {
  const path = join(folder, "node_modules", name, "package.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Manifest) : null;
}

function size(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return `${Math.round(bytes / 1e6)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string): never {
  process.stderr.write(`error: ${message}\n`);
  rmSync(PARTIAL, { recursive: true, force: true });
  process.exit(1);
}
