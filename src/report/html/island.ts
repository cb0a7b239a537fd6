import { promisify } from "node:util";
import { gzip } from "node:zlib";

/**
 * JSON as a data island of the page: gzipped, in base64, so that no text in it can close the element or be
 * read as markup. The page decodes it with DecompressionStream when it is asked for. Packed off the main thread.
 */
export async function island(id: string, json: string): Promise<string> {
  const packed = await promisify(gzip)(json, { level: 6 });
  return `<script type="application/octet-stream" id="${id}">${packed.toString("base64")}</script>\n`;
}

/** One island a chunk of `size` values, each of them JSON, made as the values come: `<name>-0`, `<name>-1`, … */
export async function* islands(
  name: string,
  values: AsyncIterable<string> | Iterable<string>,
  size: number,
): AsyncGenerator<string> {
  let chunk: string[] = [];
  let made = 0;
  let packing: Promise<string> | null = null;
  const pack = () => island(`${name}-${made++}`, `[${chunk.join(",")}]`);
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
