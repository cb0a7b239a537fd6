import { Readable } from "node:stream";
import { createGzip } from "node:zlib";

/**
 * JSON as a data island of the page: gzipped, in base64, so that no text in it can close the element or be
 * read as markup. The page decodes it with DecompressionStream when it is asked for. It comes in pieces and goes in pieces:
 * neither the whole of it nor its base64 is ever in memory.
 */
export async function* island(
  id: string,
  json: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string> {
  yield `<script type="application/octet-stream" id="${id}">`;
  let left: Buffer = Buffer.alloc(0);
  const gzip = createGzip({ level: 6 });
  const pieces = Readable.from(gathered(json)).once("error", (error) => gzip.destroy(error));
  for await (const chunk of pieces.pipe(gzip) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([left, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    yield bytes.toString("base64", 0, whole);
    left = bytes.subarray(whole);
  }
  yield `${left.toString("base64")}</script>\n`;
}

/** Each piece is a task of another thread: small ones would wait for it more than they work. */
const GATHERED = 262_144;

async function* gathered(json: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  let length = 0;
  for await (const part of json) {
    parts.push(part);
    length += part.length;
    if (length < GATHERED) continue;
    yield parts.join("");
    parts = [];
    length = 0;
  }
  if (length > 0) yield parts.join("");
}

/** One island a chunk of `size` values, each of them JSON, made as the values come: `<name>-0`, `<name>-1`, … */
export async function* islands(
  name: string,
  values: AsyncIterable<string> | Iterable<string>,
  size: number,
): AsyncGenerator<string> {
  const feed = Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
  let next = await feed.next();
  async function* chunk(): AsyncGenerator<string> {
    for (let count = 0; next.done !== true && count < size; count++) {
      yield `${count === 0 ? "[" : ","}${next.value}`;
      next = await feed.next();
    }
    yield "]";
  }
  for (let made = 0; next.done !== true; made++) yield* island(`${name}-${made}`, chunk());
}
