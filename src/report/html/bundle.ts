import { fileURLToPath } from "node:url";

/** The page's own code, ready to stand inline. */
export interface Bundle {
  script: string;
  style: string;
}

let bundled: Promise<Bundle> | undefined;

/** Bundles the app under app/ with esbuild, once a process; esbuild is loaded when a report is made, not before. */
export function bundleApp(): Promise<Bundle> {
  bundled ??= build();
  return bundled;
}

async function build(): Promise<Bundle> {
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
    logLevel: "silent",
  });
  const text = (end: string) => result.outputFiles.find((file) => file.path.endsWith(end))?.text.trim() ?? "";
  return { script: text(".js"), style: text(".css") };
}
