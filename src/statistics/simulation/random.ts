/**
 * A stream of numbers uniform on 0..1 (both excluded, 32 bits fine), the same for the same `seed` and `stream` (whole
 * numbers) on every machine. Streams of one seed do not overlap in practice, so that parts of a simulation may change
 * without disturbing the rest. Source: xoshiro128** 1.1 (Blackman & Vigna 2018), its state filled by splitmix32.
 */
export function randomStream(seed: number, stream: number): () => number {
  const next = splitmix(Math.imul(seed, 0x9e3779b1) ^ splitmix(stream)());
  const words = xoshiro([next(), next(), next(), next()]);
  return () => (words() + 0.5) / 2 ** 32;
}

/** The 32-bit words, 0 and above, that xoshiro128** 1.1 yields from a state of four words that are not all 0. */
export function xoshiro(state: readonly [number, number, number, number]): () => number {
  let [s0, s1, s2, s3] = state;
  return () => {
    const result = Math.imul(rotated(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotated(s3, 11);
    return result;
  };
}

/** Puts `items` into random order, in place (Fisher–Yates). */
export function shuffle(items: unknown[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const item = items[last];
    items[last] = items[other];
    items[other] = item;
  }
}

/** How many of `trials` succeed that each do so with `chance`. */
export function drawPasses(trials: number, chance: number, random: () => number): number {
  let passes = 0;
  for (let trial = 0; trial < trials; trial++) if (random() < chance) passes += 1;
  return passes;
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function splitmix(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
}
