import type { Plugin } from "esbuild";
import { relative, resolve } from "node:path";
import type { Source } from "../../bin/freshBuild.js";
import { buildApp } from "../../src/report/html/bundle.ts";
import { sourceNow } from "./sourcePlaces.ts";

/**
 * Has esbuild put the report's app, built, where the sources have none: a report then needs no esbuild. `onRead` gets each
 * source of the app.
 */
export function reportApp(root: string, onRead: (source: Source) => void): Plugin {
  return {
    name: "report-app",
    setup(build) {
      build.onLoad({ filter: /[\\/]report[\\/]html[\\/]builtApp\.ts$/ }, async ({ path: file }) => {
        onRead(sourceNow(root, relative(root, file).replaceAll("\\", "/")));
        const { script, style, sources } = await buildApp();
        for (const source of sources) {
          const path = relative(root, resolve(source)).replaceAll("\\", "/");
          if (!path.startsWith("node_modules/") && !path.startsWith("../")) onRead(sourceNow(root, path));
        }
        return { contents: `export const BUILT_APP = ${JSON.stringify({ script, style })};` };
      });
    },
  };
}
