import { gzipSync } from "node:zlib";

/**
 * A value as a data island of the page: JSON, gzipped, in base64, so that no text in it can close the element or be
 * read as markup. The page decodes it with DecompressionStream when it is asked for.
 */
export function island(id: string, value: unknown): string {
  const packed = gzipSync(JSON.stringify(value), { level: 6 }).toString("base64");
  return `<script type="application/octet-stream" id="${id}">${packed}</script>`;
}

/** One island a chunk of `size` values: `<name>-0`, `<name>-1`, … */
export function islands(name: string, values: readonly unknown[], size: number): string[] {
  const chunks = Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
  return chunks.map((chunk, index) => island(`${name}-${index}`, chunk));
}
