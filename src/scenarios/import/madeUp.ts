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
 * Made-up names, one after the other, each once and none that stands in the `taken` text (lower case); when all are given, they come
 * again with a number.
 */
export function madeUpNames(kind: "person" | "account", taken: string): { next: () => string } {
  let index = 0;
  const next = (): string => {
    const at = index++;
    const name = kind === "person" ? personAt(at) : accountAt(at);
    return taken.includes(name.toLowerCase()) ? next() : name;
  };
  return { next };
}

/** Both halves change with every step, so that two people of one deal share none. */
function personAt(index: number): string {
  const round = Math.floor(index / FIRST.length);
  return `${FIRST[index % FIRST.length]} ${LAST[(index + round) % LAST.length]}${numbered(round, LAST.length)}`;
}

function accountAt(index: number): string {
  const round = Math.floor(index / STARTS.length);
  return `${STARTS[index % STARTS.length]}${ENDS[(index + round) % ENDS.length]}${numbered(round, ENDS.length)}`;
}

function numbered(round: number, rounds: number): string {
  return round < rounds ? "" : ` ${Math.floor(round / rounds) + 1}`;
}
