#!/usr/bin/env node
import module from "node:module";
import v8 from "node:v8";

// Plain JavaScript on purpose: it must parse on a Node too old to strip types, and say so.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `dealbench: found Node ${process.versions.node}, expected 22.18 or newer.\n` +
      "Start it through npm (`npm run dealbench -- …`), which uses the Node that `npm ci` installed beside the project,\n" +
      "or install a newer Node. If npm says the same, the optional dependency `node` was not installed: run `npm ci` again without --omit=optional.\n",
  );
  process.exit(2);
}
// From the second start on, the compiled sources are read from Node's own cache.
module.enableCompileCache?.();
// V8 lets its heap grow with the machine: a nursery of 128 MB a thread, and as much garbage again as there is to keep. Held
// small, a run of 5,000 takes about half the memory (bench/RESULTS.md). It must be said before the heap has grown.
for (const flag of ["--semi-space-growth-factor=1", "--heap-growing-percent=50"]) v8.setFlagsFromString(flag);
await import("../src/cli.ts");
