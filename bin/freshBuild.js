import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * What a build was made of and consists of. Paths are relative to the project's folder, with slashes.
 * @typedef {object} Stamp
 * @property {string} folder where what was built stands, and nothing else
 * @property {string[]} built the files in it, in the order of sort()
 * @property {Source[]} sources all that it is made of, and what tells the packages' versions
 */

/**
 * A file, and what it is known by without reading it: its size in bytes, and when it was last changed in ms.
 * @typedef {[path: string, size: number, mtimeMs: number]} Source
 */

/** Where the stamp stands in the project's folder. It is written last: without it there is no build. */
export const STAMP = "build/stamp.json";

/** The file in a build's folder that is the program. */
export const PROGRAM = "cli.js";

/**
 * The built program of the project in this folder, as a URL; null where there is none, a part of it is missing, or a file it was
 * made of is no longer as it was. Files that are new since then are not looked for: nothing loads one before a file that is
 * looked at here was changed to import it, and since imports name a file in full, none can step into another's place.
 * @param {string} root
 * @returns {string | null}
 */
export function freshBuild(root) {
  try {
    /** @type {Stamp} */
    const { folder, built, sources } = JSON.parse(readFileSync(join(root, STAMP), "utf8"));
    if (readdirSync(join(root, folder)).sort().join() !== built.join()) return null;
    for (const [path, size, mtimeMs] of sources) {
      const now = statSync(`${root}/${path}`);
      if (now.size !== size || now.mtimeMs !== mtimeMs) return null;
    }
    return pathToFileURL(join(root, folder, PROGRAM)).href;
  } catch {
    return null;
  }
}
