import type { Command } from "commander";
import { DealbenchError } from "../records/errors.ts";

/**
 * Refuses options that were given and could change nothing, where who gives them expects another outcome.
 * @throws DealbenchError (exit 2), a line for each.
 */
export function refuseIdle(command: Command, names: readonly string[], why: string): void {
  const idle = flagsGiven(command, names);
  if (idle.length > 0) throw new DealbenchError(idle.map((flag) => `${flag}: ${why}`).join("\n"));
}

/** Tells, in one line on stderr, of options that were given and have nothing to do, though the outcome is the one expected. */
export function tellIdle(command: Command, names: readonly string[], why: string): void {
  const idle = flagsGiven(command, names);
  if (idle.length > 0)
    process.stderr.write(
      `warning: ${idle.join(", ")} ${idle.length === 1 ? "has" : "have"} no effect: ${why}\n`,
    );
}

/**
 * Has a command refuse an option of one value that is given twice: the first would be dropped without a word. Options that collect their
 * values are let be.
 */
export function refuseTwice(command: Command): void {
  for (const option of command.options) {
    const collects = option.variadic || (option.parseArg?.length ?? 0) > 1;
    if (option.isBoolean() || option.negate || collects) continue;
    let times = 0;
    command.on(`option:${option.name()}`, () => {
      if (++times > 1) command.error(`error: option '${option.flags}' was given twice, expected once`);
    });
  }
}

function flagsGiven(command: Command, names: readonly string[]): string[] {
  return command.options
    .filter(
      (option) =>
        names.includes(option.attributeName()) &&
        command.getOptionValueSource(option.attributeName()) === "cli",
    )
    .map(({ long, short, flags }) => long ?? short ?? flags);
}
