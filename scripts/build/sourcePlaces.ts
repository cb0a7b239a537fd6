import type { Plugin } from "esbuild";
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Source } from "../../bin/freshBuild.js";

/** From a built file's folder to the project's: build/<id>/ holds them all, and no folders. */
const UP = "../../";

/** What a module can ask about where it stands; and a thread, which is started from a file that is built too. */
const PLACES = /new Worker\(\s*new URL\("([^"]+)", import\.meta\.url\)|\bimport\.meta\b(?:\.(\w+))?/g;

/**
 * Has esbuild take `import.meta` in the project's own sources for the place of the source, as rubrics, lexicons, hashes and the
 * report's app are found from there, and threads for what is built of them. `onRead` gets each source that is
 * bundled as it was just before it was read.
 * @param threads sources that are built to a file of their own, by their paths in the project
 */
export function sourcePlaces(
  root: string,
  threads: readonly string[],
  onRead: (source: Source) => void,
): Plugin {
  return {
    name: "source-places",
    setup(build) {
      build.onLoad({ filter: /\.tsx?$/ }, ({ path: file }) => {
        const path = relative(root, file).replaceAll("\\", "/");
        if (path.startsWith("../") || path.startsWith("node_modules/")) return undefined;
        onRead(sourceNow(root, path));
        return { contents: placed(readFileSync(file, "utf8"), path, threads), loader: "ts" };
      });
    },
  };
}

/** A file of the project as it is now. */
export function sourceNow(root: string, path: string): Source {
  const { size, mtimeMs } = statSync(join(root, path));
  return [path, size, mtimeMs];
}

function placed(text: string, path: string, threads: readonly string[]): string {
  return text.replaceAll(PLACES, (found, thread: string | undefined, name: string | undefined) => {
    if (thread !== undefined) return startOf(thread, path, threads);
    if (name === "url") return `new URL(${JSON.stringify(UP + path)}, import.meta.url).href`;
    if (name === "dirname")
      return `process.getBuiltinModule("node:path").join(import.meta.dirname, ${JSON.stringify(UP + dirname(path))})`;
    throw new Error(`${path}: found ${found}, expected import.meta.url or import.meta.dirname`);
  });
}

function startOf(thread: string, path: string, threads: readonly string[]): string {
  const source = join(dirname(path), thread).replaceAll("\\", "/");
  if (!threads.includes(source))
    throw new Error(`${path}: starts a thread from ${source}, which is not among those that are built`);
  return `new Worker(new URL("${basename(thread, ".ts")}.js", import.meta.url)`;
}
