import { promisify } from "node:util";
import { gzip } from "node:zlib";

/**
 * A value as a data island of the page: JSON, gzipped, in base64, so that no text in it can close the element or be
 * read as markup. The page decodes it with DecompressionStream when it is asked for. Packed off the main thread.
 */
export async function island(id: string, value: unknown): Promise<string> {
  const packed = await promisify(gzip)(JSON.stringify(value), { level: 6 });
  return `<script type="application/octet-stream" id="${id}">${packed.toString("base64")}</script>\n`;
}

/** One island a chunk of `size` values, made as the values come: `<name>-0`, `<name>-1`, … */
export async function* islands(
  name: string,
  values: AsyncIterable<unknown> | Iterable<unknown>,
  size: number,
): AsyncGenerator<string> {
  let chunk: unknown[] = [];
  let made = 0;
  let packing: Promise<string> | null = null;
  const pack = () => island(`${name}-${made++}`, chunk);
  for await (const value of values) {
    chunk.push(value);
    if (chunk.length < size) continue;
    if (packing) yield await packing;
    packing = pack();
    chunk = [];
  }
  if (packing) yield await packing;
  if (chunk.length > 0) yield await pack();
}
