import { readFileSync } from "node:fs";
import { DealbenchError, InputError } from "../records/errors.ts";

/** No input file that people write comes near this; a larger one is a mistake, and is refused before it is read. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads a UTF-8 text file, without its byte-order mark.
 * @throws InputError when it is missing, not a file, too large, or not valid UTF-8 (naming the first bad byte's line).
 */
export function readText(file: string, options: { maxBytes?: number } = {}): string {
  const bytes = readBytes(file);
  const limit = options.maxBytes ?? MAX_BYTES;
  if (bytes.length > limit) {
    throw new InputError([
      problem(
        file,
        `is ${megabytes(bytes.length)}, expected at most ${megabytes(limit)}; split it into several files`,
      ),
    ]);
  }
  return decodeUtf8(bytes, file);
}

/**
 * Decodes UTF-8 strictly.
 * @throws InputError with the line and column of the first byte that is not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const { line, column, byte } = firstBadByte(bytes);
    const hex = byte === undefined ? "" : ` 0x${byte.toString(16)}`;
    throw new InputError(
      [
        {
          place: { file, line, column },
          field: "",
          message: `found a byte${hex} that is not UTF-8, expected UTF-8 text; save the file as UTF-8`,
        },
      ],
      { cause },
    );
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new InputError([problem(file, "no such file; check the path")], { cause });
    if (code === "EISDIR") throw new InputError([problem(file, "is a folder, expected a file")], { cause });
    if (code === "EACCES")
      throw new InputError([problem(file, "cannot be read: permission denied")], { cause });
    throw new DealbenchError(`${file}: cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function firstBadByte(bytes: Uint8Array): { line: number; column: number; byte: number | undefined } {
  const decoded = new TextDecoder("utf-8").decode(bytes);
  const before = decoded.slice(0, Math.max(0, decoded.indexOf("\uFFFD")));
  const lines = before.split("\n");
  const offset = new TextEncoder().encode(before).length;
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1, byte: bytes[offset] };
}

function problem(file: string, message: string) {
  return { place: { file }, field: "", message };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
