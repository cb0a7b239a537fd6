import { DealbenchError, EXIT } from "../../records/errors.ts";

/** A request that nobody has answered yet; its sample is unfinished, not failed, and others go on. */
export class Unanswered extends DealbenchError {
  constructor(key: string) {
    super(`No reply yet to request ${key}.`, { exitCode: EXIT.incomplete });
  }
}
