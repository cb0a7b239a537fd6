import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "graders/**/*.test.ts"],
    // Most tests wait for a child process or a browser: use both cores of a small machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Files share a worker's modules: loading graders and statistics anew for each file took a third of the time.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: { include: ["src/**/*.ts", "graders/**/*.ts"] },
  },
});
