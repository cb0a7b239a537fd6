// Builds the program when npm has installed what it needs. Plain JavaScript, and never a failure: an old Node reads no
// TypeScript, esbuild may be left out, the folder may be read-only, and the program runs from its sources all the same.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
try {
  const { buildProgram } = await import("./build/program.ts");
  await buildProgram(root);
} catch (error) {
  const [why] = String(error instanceof Error ? error.message : error).split("\n");
  process.stderr.write(
    `dealbench was not built and will run from its sources, which takes longer to start: ${why}\n`,
  );
}
