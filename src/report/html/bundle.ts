import { fileURLToPath } from "node:url";
import { BUILT_APP } from "./builtApp.ts";

/** The page's own code, ready to stand inline. */
export interface Bundle {
  script: string;
  style: string;
}

let bundled: Promise<Bundle> | undefined;

/** The app under app/: as it was built, or bundled with esbuild once a process, which is loaded when a report is made and not before. */
export function bundleApp(): Promise<Bundle> {
  bundled ??= BUILT_APP === null ? buildApp() : Promise.resolve(BUILT_APP);
  return bundled;
}

/** Bundles the app; `sources` are the files it is made of, as paths from the working folder. */
export async function buildApp(): Promise<Bundle & { sources: string[] }> {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints: [fileURLToPath(new URL("app/main.tsx", import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.NODE_ENV": '"production"' },
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const text = (end: string) => result.outputFiles.find((file) => file.path.endsWith(end))?.text.trim() ?? "";
  return { script: text(".js"), style: text(".css"), sources: Object.keys(result.metafile.inputs) };
}
