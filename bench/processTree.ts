import { readdirSync, readFileSync } from "node:fs";

/** What each page counts in /proc/<pid>/statm, in MiB. */
const PAGE_MB = 4096 / 2 ** 20;

/**
 * MiB in memory of a process and all that descend from it: what each has to itself, and once the largest part that is
 * shared (the program's own file). Linux; null where there is no /proc, or nothing left of the process.
 */
export function treeMb(root: number): number | null {
  const own = pagesOf(root);
  if (own === null) return null;
  const all = [own, ...descendants(root).flatMap((pid) => pagesOf(pid) ?? [])];
  const unshared = all.reduce((sum, { resident, shared }) => sum + resident - shared, 0);
  return (unshared + Math.max(...all.map(({ shared }) => shared))) * PAGE_MB;
}

/**
 * Seconds of processor time of the children of this process that have ended, and of theirs. Linux; 0 where there is no
 * /proc.
 */
export function childrenCpuSeconds(): number {
  const [, , , , , , , , , , , , , user, system] = statOf("self") ?? [];
  return (Number(user ?? 0) + Number(system ?? 0)) / TICKS_A_SECOND;
}

/** USER_HZ, which Linux holds at 100 on every machine that Node runs on. */
const TICKS_A_SECOND = 100;

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? Number(statOf(name)?.[1]) : NaN;
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  for (let open = [root]; open.length > 0;) {
    open = open.flatMap((pid) => children.get(pid) ?? []);
    found.push(...open);
  }
  return found;
}

function pagesOf(pid: number): { resident: number; shared: number } | null {
  const [, resident, shared] = read(`/proc/${pid}/statm`)?.split(" ") ?? [];
  return resident === undefined ? null : { resident: Number(resident), shared: Number(shared) };
}

/** The fields of /proc/<pid>/stat from the state on: a program's name before it may hold spaces and brackets. */
function statOf(pid: string): string[] | undefined {
  return read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.trim().split(" ");
}

/** Null where the process has ended meanwhile. */
function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
