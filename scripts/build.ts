// Bundles the program and the packages it uses, so that it starts faster: npm run build
import { resolve } from "node:path";
import { buildProgram } from "./build/program.ts";

const ROOT = resolve(import.meta.dirname, "..");

try {
  const started = performance.now();
  const { folder, files, bytes } = await buildProgram(ROOT);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`Built ${folder}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB, in ${seconds} s\n`);
} catch (error) {
  process.stderr.write(`Not built: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
