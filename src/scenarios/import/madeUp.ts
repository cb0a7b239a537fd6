const FIRST =
  "Alex Robin Sam Jo Kim Chris Pat Lee Terry Jamie Morgan Casey Drew Jordan Taylor Quinn Rowan Avery Blair Dana".split(
    " ",
  );
const LAST =
  "Ashdown Birkett Calloway Denholm Everly Farrow Garrick Hollin Ingram Jessop Kirkby Langton Marlow Norbury Oakden Penrose Radley Selwyn Thornby Varley".split(
    " ",
  );
const STARTS =
  "Ard Bren Cal Dor Elm Fen Gor Hal Ister Jor Kel Lor Mar Nor Ost Pel Quen Ros Sel Tor Ulm Ver Wen Yar".split(
    " ",
  );
const ENDS = "moor wick stead haven mere holt combe thorpe leigh beck".split(" ");

/**
 * Made-up names, one after the other, each once and none whose words all stand among `taken` ones (in lower case); when all are given,
 * they come again with a number, people with an initial.
 */
export function madeUpNames(kind: "person" | "account", taken: ReadonlySet<string>): { next: () => string } {
  let index = 0;
  const next = (): string => {
    const at = index++;
    const name = kind === "person" ? personAt(at) : accountAt(at);
    return name.split(" ").every((word) => taken.has(word.toLowerCase())) ? next() : name;
  };
  return { next };
}

function personAt(index: number): string {
  const { start, end, again } = pairAt(FIRST, LAST, index);
  const initial = String.fromCharCode(65 + ((again - 1) % 26)).repeat(Math.ceil(again / 26));
  return again === 0 ? `${start} ${end}` : `${start} ${initial}. ${end}`;
}

function accountAt(index: number): string {
  const { start, end, again } = pairAt(STARTS, ENDS, index);
  return again === 0 ? `${start}${end}` : `${start}${end} ${again + 1}`;
}

/** Both halves change with every step, so that two people of one deal share none; all pairs come before one comes again. */
function pairAt(
  starts: readonly string[],
  ends: readonly string[],
  index: number,
): { start: string; end: string; again: number } {
  const step = index % starts.length;
  const round = Math.floor(index / starts.length);
  const [start = "", end = ""] = [starts[step], ends[(step + round) % ends.length]];
  return { start, end, again: Math.floor(round / ends.length) };
}
