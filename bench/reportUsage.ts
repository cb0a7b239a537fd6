import { writeFileSync } from "node:fs";

/** Loaded before a measured program: writes what the process has used, all its threads together, when it ends. */
process.once("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const file = process.env["BENCH_USAGE_FILE"];
  if (file !== undefined)
    writeFileSync(
      file,
      JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 }),
    );
});
