import { existsSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { damage, isDamage } from "./database.ts";

/** Looks through a whole file: damage that no query happens to meet would stay unseen until a run meets it. */
export function checkWhole(db: DatabaseSync): void {
  const found = db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (found !== "ok") throw damage(String(found));
}

/** Gives the room of removed rows back to the disk, unless another process is using the file. */
export function giveBack(db: DatabaseSync): void {
  try {
    db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (isDamage(error)) throw error;
    // Another process is reading or writing: its next replies take the room.
  }
}

/** Bytes of a cache file and its log on the disk. */
export function bytesOnDisk(file: string): number {
  return ["", "-wal"]
    .map((suffix) => `${file}${suffix}`)
    .filter((name) => existsSync(name))
    .reduce((sum, name) => sum + statSync(name).size, 0);
}
