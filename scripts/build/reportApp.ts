import type { Plugin } from "esbuild";
import { relative, resolve } from "node:path";
import type { Source } from "../../bin/freshBuild.js";
import { buildApp } from "../../src/report/html/bundle.ts";
import { sourceNow } from "./sourcePlaces.ts";

/** How much a file's time may lag behind the clock. */
const CLOCK_STEP_MS = 20;

/**
 * Has esbuild put the report's app, built, where the sources have none: a report then needs no esbuild. `onRead` gets each
 * source of the app, which is the one beside this script.
 */
export function reportApp(root: string, onRead: (source: Source) => void): Plugin {
  return {
    name: "report-app",
    setup(build) {
      build.onLoad({ filter: /[\\/]report[\\/]html[\\/]builtApp\.ts$/ }, async ({ path: file }) => {
        onRead(sourceNow(root, relative(root, file).replaceAll("\\", "/")));
        const began = Date.now();
        const { script, style, sources } = await buildApp();
        for (const source of sources) {
          const path = relative(root, resolve(source)).replaceAll("\\", "/");
          if (path.startsWith("node_modules/") || path.startsWith("../")) continue;
          const read = sourceNow(root, path);
          if (read[2] > began - CLOCK_STEP_MS)
            throw new Error(`${path}: was changed while it was read; build again`);
          onRead(read);
        }
        return { contents: `export const BUILT_APP = ${JSON.stringify({ script, style })};` };
      });
    },
  };
}
