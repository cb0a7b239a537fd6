import { relative } from "node:path";
import { availableParallelism } from "node:os";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

/** Small files that take long: by size, which is what vitest goes by where it has never run them, they would end up last. */
const LONG = [
  "test/bin/build.test.ts",
  "test/personaGate.test.ts",
  "test/soak.test.ts",
  "test/pipeline/run/runKilled.test.ts",
  "test/pipeline/run/runGradedMeanwhile.test.ts",
  "test/commands/regressKept.test.ts",
  "test/commands/calibrateLabel.test.ts",
  "test/pipeline/evaluation/threadGrader.test.ts",
  "test/pipeline/judge/mostCalls.test.ts",
];

/** Begins with the long ones, so that at the end no core waits for the other. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

function isLong({ moduleId }: TestSpecification): boolean {
  return LONG.includes(relative(import.meta.dirname, moduleId).replaceAll("\\", "/"));
}

export default defineConfig({
  test: {
    globalSetup: "test/support/globalSetup.ts",
    include: ["test/**/*.test.ts", "graders/**/*.test.ts"],
    // Most tests wait for a child process or a browser: use both cores of a small machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Files share a worker's modules: loading graders and statistics anew for each file took a third of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: { include: ["src/**/*.ts", "graders/**/*.ts"] },
  },
});
