import { DealbenchError, EXIT } from "../../records/errors.ts";

/** A call that was not made, or was cut off, because the user asked the run to end; its sample is unfinished, not failed. */
export class Interrupted extends DealbenchError {
  constructor(message = "Interrupted: what was finished is kept.") {
    super(message, { exitCode: EXIT.interrupted });
  }
}
