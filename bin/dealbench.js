#!/usr/bin/env node
import module from "node:module";
import { dirname } from "node:path";
import v8 from "node:v8";

// Plain JavaScript on purpose: it must parse on a Node too old to strip types, and say so.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
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
// small, a run of 5,000 takes about half the memory; with a nursery of 1 MB, as it begins, a third more time (bench/RESULTS.md).
const NURSERY_MB = 4;
v8.setFlagsFromString("--heap-growing-percent=50");
// So small a nursery is collected sooner by one thread than shared out among several.
v8.setFlagsFromString("--no-parallel-scavenge");
v8.setFlagsFromString(`--min-semi-space-size=${NURSERY_MB}`);
growNursery();
v8.setFlagsFromString("--semi-space-growth-factor=1");
// Loaded here and not above, since an old Node must be able to read this file.
const { freshBuild } = await import("./freshBuild.js");
await import(freshBuild(dirname(import.meta.dirname)) ?? "../src/cli.ts");

/** That of this thread is there already: it grows when much of what is in it survives. Those of other threads begin at their size. */
function growNursery() {
  v8.setFlagsFromString(`--semi-space-growth-factor=${NURSERY_MB}`);
  const survivors = [];
  while (nurseryMb() < 2 * NURSERY_MB && survivors.length < 200)
    survivors.push(Array.from({ length: 5000 }, () => 0));
}

/** Both its halves. */
function nurseryMb() {
  const nursery = v8.getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
  return (nursery?.space_size ?? Infinity) / 2 ** 20;
}
