import { readFileSync, statSync } from "node:fs";
import { DealbenchError, InputError } from "../records/errors.ts";

/** No input file that people write comes near this; a larger one is a mistake, and is refused before it is read. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads a UTF-8 text file, without its byte-order mark. `howToSave` is told of a file in another encoding.
 * @throws InputError when it is missing, not a file, too large, or not valid UTF-8 (naming the first bad byte's line).
 */
export function readText(file: string, options: { maxBytes?: number; howToSave?: string } = {}): string {
  return decodeUtf8(readBytes(file, options.maxBytes ?? MAX_BYTES), file, options.howToSave);
}

/**
 * Decodes UTF-8 strictly.
 * @throws InputError with the line and column of the first byte that is not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, file: string, howToSave = "save the file as UTF-8"): string {
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
          message: `found a byte${hex} that is not UTF-8, expected UTF-8 text; ${howToSave}`,
        },
      ],
      { cause },
    );
  }
}

/** What to tell of a failed attempt to read `file`: an InputError where the path is wrong, else the machine's own words. */
export function readFailure(cause: unknown, file: string): DealbenchError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return new InputError([problem(file, "no such file; check the path")], { cause });
  if (code === "EISDIR") return new InputError([problem(file, "is a folder, expected a file")], { cause });
  if (code === "EACCES")
    return new InputError([problem(file, "cannot be read: permission denied")], { cause });
  return new DealbenchError(`${file}: cannot be read: ${message}`, { cause });
}

function readBytes(file: string, limit: number): Buffer {
  try {
    const { size } = statSync(file);
    if (size <= limit) return readFileSync(file);
    const message = `is ${megabytes(size)}, expected at most ${megabytes(limit)}; split it into several files`;
    throw new InputError([problem(file, message)]);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw readFailure(cause, file);
  }
}

/** The place of the first sequence that decodes to U+FFFD without being U+FFFD itself. */
function firstBadByte(bytes: Uint8Array): { line: number; column: number; byte: number | undefined } {
  const decoded = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let index = decoded.indexOf("\uFFFD");
  let offset = Buffer.byteLength(decoded.slice(0, index));
  while (bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd) {
    const next = decoded.indexOf("\uFFFD", index + 1);
    offset += Buffer.byteLength(decoded.slice(index, next));
    index = next;
  }
  const lines = decoded
    .slice(0, index)
    .replace(/^\uFEFF/, "")
    .split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1, byte: bytes[offset] };
}

function problem(file: string, message: string) {
  return { place: { file }, field: "", message };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
