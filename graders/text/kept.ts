/**
 * Keeps the answers of a pure function of a text and of what it was read against, since several checkers read the
 * same reply one after the other. `keyOf` names everything that the answer depends on; of `most` answers
 * all are dropped.
 */
export function kept<Args extends unknown[], Result>(
  keyOf: (...args: Args) => string,
  read: (...args: Args) => Result,
  most = KEPT,
): (...args: Args) => Result {
  const answers = new Map<string, Result>();
  return (...args) => {
    const key = keyOf(...args);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = read(...args);
    if (answers.size >= most) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}

/** More than the turns of one conversation, and than what is asked of one sentence. */
const KEPT = 256;
