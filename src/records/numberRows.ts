/**
 * Rows of as many numbers each, for what is kept of every reply: a run may have a hundred thousand. They grow where they
 * are, without copies and outside of the C library's heap, in which buffers that stay and buffers that go leave holes.
 */
export interface NumberRows {
  length: () => number;
  /** Adds a row of as many numbers as it takes, and gives its place. */
  push: (values: readonly number[]) => number;
  /** The number in a column of a row; 0 where there is none. */
  at: (row: number, column: number) => number;
  /** Puts a number in place of what is there. */
  put: (row: number, column: number, value: number) => void;
}

const KINDS = { float64: Float64Array, int32: Int32Array, uint32: Uint32Array, uint16: Uint16Array };

/** Bytes up to which rows are a plain buffer, and by which they grow beyond. */
const STEP = 65_536;
/** Addresses that are set aside at first for rows that outgrow the plain buffer; memory is only taken for what is used. */
const RESERVED = 67_108_864;

/** No rows yet; numbers are kept as those of a typed array of this kind are. */
export function numberRows(kind: keyof typeof KINDS, width: number): NumberRows {
  const Numbers = KINDS[kind];
  let length = 0;
  let numbers = new Numbers(16 * width);
  return {
    length: () => length,
    push: (values) => {
      const from = length * width;
      while (from + width > numbers.length) numbers = grown(numbers, Numbers);
      numbers.set(values, from);
      return length++;
    },
    at: (row, column) => numbers[row * width + column] ?? 0,
    put: (row, column, value) => {
      numbers[row * width + column] = value;
    },
  };
}

type Numbers = InstanceType<(typeof KINDS)[keyof typeof KINDS]>;

/** The same numbers with more room: in place, as long as there are addresses. */
function grown(numbers: Numbers, Kind: (typeof KINDS)[keyof typeof KINDS]): Numbers {
  const { buffer, byteLength } = numbers;
  if (buffer instanceof ArrayBuffer && buffer.resizable && byteLength + STEP <= buffer.maxByteLength) {
    buffer.resize(byteLength + STEP);
    return numbers;
  }
  const larger = new Kind(roomFor(byteLength));
  larger.set(numbers);
  return larger;
}

function roomFor(bytes: number): ArrayBuffer {
  if (2 * bytes <= STEP) return new ArrayBuffer(2 * bytes);
  const wanted = (Math.floor(bytes / STEP) + 1) * STEP;
  return new ArrayBuffer(wanted, { maxByteLength: Math.max(RESERVED, 4 * wanted) });
}
