import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isLocked, lockRun } from "../../src/runs/lock.ts";
import { temporaryFolder } from "../support/cli.ts";

test("fault 28: a folder is locked once, with a message that names the process, and free again afterwards", () => {
  const folder = temporaryFolder();
  const lock = lockRun(folder);
  expect(lock.notice).toBeNull();
  expect(() => lockRun(folder)).toThrow(
    new RegExp(`is locked by process ${process.pid} on ${hostname()}, at work since 20.*another --out`),
  );
  expect(isLocked(folder)).toBe(true);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
  expect(isLocked(folder)).toBe(false);
});

test("fault 28: the lock of a killed process is taken over, and that is said", async () => {
  const folder = temporaryFolder();
  const { pid } = await lockOfKilledProcess(folder);
  const lock = lockRun(folder);
  expect(lock.notice).toMatch(new RegExp(`process ${pid}, .* is gone: its lock was taken over`));
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("fault 28: a later process with the number of a dead one does not hold its lock", () => {
  const folder = temporaryFolder();
  writeLock(folder, { process_start: "1" });
  expect(lockRun(folder).notice).toMatch(/is gone/);
});

test("fault 28: a lock from another machine is never taken over, and what to do is said", () => {
  const folder = temporaryFolder();
  writeLock(folder, { host: "elsewhere", pid: 1 });
  expect(() => lockRun(folder)).toThrow(/on elsewhere.*cannot be seen from.*delete .*run\.lock/);
  expect(existsSync(join(folder, "run.lock"))).toBe(true);
});

test("a lock that is no lock is replaced, and that is said", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "run.lock"), "");
  expect(lockRun(folder).notice).toMatch(/could not be read and was replaced/);
});

/** A lock of this process, but for what is said otherwise. */
function writeLock(folder: string, fields: Record<string, unknown>): void {
  const lock = lockRun(folder);
  const holder = JSON.parse(readFileSync(join(folder, "run.lock"), "utf8")) as Record<string, unknown>;
  lock.release();
  writeFileSync(join(folder, "run.lock"), JSON.stringify({ ...holder, ...fields }));
}

async function lockOfKilledProcess(folder: string): Promise<{ pid: number | undefined }> {
  const script = `const { lockRun } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/runs/lock.ts"))});
    lockRun(${JSON.stringify(folder)}); process.stdout.write("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  await once(child.stdout, "data");
  expect(() => lockRun(folder)).toThrow(`is locked by process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "close");
  return { pid: child.pid };
}
