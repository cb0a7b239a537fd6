// Kills runs with SIGKILL at random instants and resumes them: npm run soak -- --rounds 200 --seed 1
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seeded } from "../test/statistics/seeded.ts";
import { soakRound } from "./soakRound.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const random = seeded(Number(values.seed));
const folder = mkdtempSync(join(tmpdir(), "dealbench-soak-"));
const sum = { kills: 0, repeated: 0, lost: 0 };
let bad = 0;
try {
  const { grades, faults } = await soakRound(join(folder, "reference"), random, null);
  if (faults.length > 0) throw new Error(`the run that is never killed: ${faults.join("; ")}`);
  for (let round = 1; round <= Number(values.rounds); round++) {
    const place = join(folder, String(round));
    const found = await soakRound(place, random, grades);
    sum.kills += found.kills;
    sum.repeated += found.repeated;
    sum.lost += found.lost;
    if (found.faults.length > 0) {
      bad += 1;
      process.stdout.write(`round ${round}: ${found.faults.join("; ")}\n`);
    }
    rmSync(place, { recursive: true, force: true });
    if (round % 20 === 0) process.stdout.write(`${round} rounds, ${sum.kills} kills, ${bad} with faults\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(
  `${values.rounds} runs, killed ${sum.kills} times and resumed (seed ${values.seed}): ${sum.repeated} finished replies asked for again, ` +
    `${sum.lost} calls in flight lost, ${bad} runs with a fault\n`,
);
process.exitCode = bad === 0 ? 0 : 1;
