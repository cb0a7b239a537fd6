import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { childrenCpuSeconds } from "./processTree.ts";

/**
 * Loaded before a measured program: writes what the process has used when it ends, all its threads and all its ended
 * children together, into a file named after the process. Children load this too, and write files of their own.
 */
process.once("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const folder = process.env["BENCH_USAGE_FOLDER"];
  if (folder === undefined) return;
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6 + childrenCpuSeconds();
  writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify({ cpuSeconds, peakMb: maxRSS / 1024 }));
});
