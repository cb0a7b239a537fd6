/**
 * Keeps the answers of a pure function of a text, since several checkers read the same reply one after the other. Of `most`
 * answers all are dropped.
 */
export function kept<Result>(read: (text: string) => Result, most = KEPT): (text: string) => Result {
  const answers = new Map<string, Result>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = read(text);
    if (answers.size >= most) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}

/** More than the turns of one conversation, and than what is asked of one sentence. */
const KEPT = 256;

/**
 * Keeps the last answer about each object of a function that is asked the same again: `read` is called when the object is new
 * or one of the other arguments is not the same (===) as last time. Forgotten with the object.
 */
export function keptWith<Owner extends object, Args extends unknown[], Result>(
  read: (owner: Owner, ...args: Args) => Result,
): (owner: Owner, ...args: Args) => Result {
  const answers = new WeakMap<Owner, { args: Args; answer: Result }>();
  return (owner, ...args) => {
    const known = answers.get(owner);
    if (known && areSame(known.args, args)) return known.answer;
    const answer = read(owner, ...args);
    answers.set(owner, { args, answer });
    return answer;
  };
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false;
  return true;
}

/** What a function makes, made when it is first asked for and never again. */
export function once<Made>(make: () => Made): () => Made {
  let made: { value: Made } | undefined;
  return () => (made ??= { value: make() }).value;
}
