import { handleSignals } from "./commands/interrupts.ts";
import { runProgram } from "./commands/program.ts";
import { EXIT } from "./records/errors.ts";

handleSignals();
// A reader that stops early (`dealbench … | head`) is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.fine);
  throw error;
});

await runProgram(process.argv.slice(2));
