import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { calibrateCommand } from "../../src/commands/calibrate.ts";
import { CalibrationSchema } from "../../src/records/calibration.ts";
import { dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const DEAL = "hc-newlogo-cp01a";
const recordings = join(ROOT, "recordings");

/** The lines of JSONL files that name one development deal. */
function linesOf(files: readonly string[]): string[] {
  return files
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .filter((line) => line.includes(`"scenario":"${DEAL}"`) || line.includes(`"scenario": "${DEAL}"`));
}

/** Its labels by both annotators, and its recorded replies. */
const labels = linesOf([join(ROOT, "graders", "labels", "replies.jsonl")]);
const replies = linesOf(
  readdirSync(recordings)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => join(recordings, name)),
);
const responses = replies.map((line) => (JSON.parse(line) as { response: string }).response);

const calibrate = (...args: string[]) => runCommand(calibrateCommand(), ["--part", "dev", ...args]);

describe("dealbench calibrate", () => {
  test("prints a table of the development part and one sentence that reads it", async () => {
    const { code, stdout } = await calibrate("--labels", fileOf(labels));
    expect(code).toBe(0);
    expect(stdout).toContain("Graders against labels: development part, 3 replies of 1 families");
    expect(stdout).toMatch(/last turn +checker +\d\/3/);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^On the development part the checker reads the last verdict in \d\/3/,
    );
  });

  test("--json prints one object with snake_case keys; --wide a line for each comparison", async () => {
    const file = fileOf(labels);
    const { stdout } = await calibrate("--labels", file, "--json");
    const calibration = JSON.parse(stdout);
    expect(calibration).toMatchObject({ part: "dev", replies: 3, families: 1, annotators: ["A", "B"] });
    const [last] = calibration.verdicts.rows;
    expect(last.against[0].n).toBe(last.against[0].answered.hits);
    const item = calibration.items.find((one: { item: string }) => one.item === "DR1");
    expect(item).toMatchObject({ by: "checker", field: "answer_first" });
    expect(Object.keys(item.against[0])).toEqual(
      expect.arrayContaining(["confusion", "sensitivity", "specificity", "kappa", "ac1"]),
    );
    const wide = await calibrate("--labels", file, "--wide");
    expect(wide.stdout).toMatch(/DR1 +checker : A +3\/3 +3 /);
    expect(wide.stdout).toMatch(/DR1 +checker : B +3\/3 +3 /);
    expect(wide.stdout).toMatch(/DR1 +A : B +3 /);
  });

  test("--write keeps what is sound, weak and unproven, and on what it rests", async () => {
    const out = join(temporaryFolder(), "calibration.json");
    const { code, stdout } = await calibrate("--labels", fileOf(labels), "--write", out);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(out);
    const written = CalibrationSchema.parse(JSON.parse(readFileSync(out, "utf8")));
    expect(written).toMatchObject({ part: "dev", replies: 3, judge: null });
    expect(written.note).toContain("development part");
    expect(written.items.find(({ item }) => item === "DR1")).toMatchObject({
      state: "unproven",
      against: [{ annotator: "A", n: 3 }, { annotator: "B" }],
    });
  });

  test("the committed calibration is of today's format", () => {
    const file = join(ROOT, "graders", "calibration.json");
    expect(CalibrationSchema.safeParse(JSON.parse(readFileSync(file, "utf8"))).error).toBeUndefined();
  });

  test("item labels are read from CSV beside labels of whole replies", async () => {
    const [first = "", second = ""] = responses;
    const csv = fileOf(
      [
        "response,scenario,item,state,annotator,labelled_at",
        `${first},${DEAL},DR1,met,kim,2026-11-26T10:00:00Z`,
        `${second},${DEAL},DR1,unsure,kim,`,
      ],
      "labels.csv",
    );
    const { code, stdout } = await calibrate("--labels", fileOf(labels), csv, "--json");
    expect(code).toBe(0);
    const calibration = JSON.parse(stdout);
    expect(calibration.annotators).toEqual(["A", "B", "kim"]);
    const item = calibration.items.find((one: { item: string }) => one.item === "DR1");
    expect(item.against.at(-1)).toMatchObject({ annotator: "kim", n: 1 });
    expect(calibration.set_aside.unsure).toBe(1);
  });

  test("a label of a whole reply reads the same from CSV and from JSONL", async () => {
    const header = Object.keys(JSON.parse(labels[0] ?? "") as object);
    const rows = labels.map((line) => {
      const label = JSON.parse(line) as Record<string, unknown>;
      return header.map((name) => csvCell(label[name])).join(",");
    });
    const csv = fileOf([header.join(","), ...rows], "labels.csv");
    const [fromCsv, fromJsonl] = [
      await calibrate("--labels", csv, "--json"),
      await calibrate("--labels", fileOf(labels), "--json"),
    ];
    expect(fromCsv.code).toBe(0);
    expect(JSON.parse(fromCsv.stdout)).toEqual(JSON.parse(fromJsonl.stdout));
  });

  test("lists everything wrong in all files at once, each with its place, and exits 2", async () => {
    const [first = ""] = labels;
    const label = JSON.parse(first);
    const jsonl = fileOf([
      first,
      JSON.stringify({ ...label, scenario: "no-such-deal" }),
      JSON.stringify({ ...label, response: "ffff" }),
      JSON.stringify({ ...label, annotator: "C", hedging: "some" }),
      first,
    ]);
    const csv = fileOf(
      [
        "response,scenario,item,state,annotator",
        `${responses[0]},${DEAL},DR1,met,kim`,
        `${responses[0]},${DEAL},DR1,not_met,kim`,
        `${responses[0]},${DEAL},DR99,met,kim`,
        `${responses[0]},${DEAL},DR2,perhaps,kim`,
      ],
      "labels.csv",
    );
    const { code, stderr, stdout } = await calibrate("--labels", jsonl, csv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.split("\n")).toHaveLength(7);
    expect(stderr).toMatch(new RegExp(`${jsonl}:2:\\d+ scenario: found "no-such-deal"`));
    expect(stderr).toMatch(/:3:\d+ response: found "ffff", expected the id of a reply to hc-newlogo-cp01a/);
    expect(stderr).toMatch(/:4:\d+ hedging: found "some", expected one of: low, medium, high/);
    expect(stderr).toMatch(/:5:\d+ response: found a second label by the same annotator.*jsonl:1:/);
    expect(stderr).toMatch(/labels\.csv:3:\d+ item: found a second label.*labels\.csv:2:/);
    expect(stderr).toContain('labels.csv:4:29 item: found "DR99", expected a known one; did you mean');
    expect(stderr).toContain('labels.csv:5:33 state: found "perhaps", expected one of: met, not_met, unsure');
  });

  test("files that are no labels, hold none of the part, or are not there are bad input", async () => {
    const [broken, none, missing] = [
      await calibrate("--labels", fileOf(['{"scenario":"x"', "[1]"])),
      await calibrate("--labels", fileOf(labels), "--part", "heldout"),
      await calibrate("--labels", "no-such-file.jsonl"),
    ];
    expect([broken.code, none.code, missing.code]).toEqual([2, 2, 2]);
    expect(broken.stderr).toMatch(
      /labels\.jsonl:1:\d+: JSON: found .*\n.*labels\.jsonl:2: found no JSON object/,
    );
    expect(none.stderr).toContain('holds no label of the part "heldout"');
    expect(missing.stderr).toContain("no such file");
  });

  test("a run's replies can be calibrated as recordings can; ids are made where replies have none", async () => {
    const folder = temporaryFolder();
    const foreign = replies.map((line) => {
      const { response: _, arm: __, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return JSON.stringify(rest);
    });
    const runs = { named: replies, nameless: foreign };
    for (const [name, lines] of Object.entries(runs)) await gradeInto(join(folder, name), lines);
    const file = fileOf(labels);
    const named = await calibrate("--run", join(folder, "named"), "--labels", file, "--json");
    const recorded = await calibrate("--labels", file, "--json");
    expect(JSON.parse(named.stdout)).toEqual(JSON.parse(recorded.stdout));
    const nameless = await calibrate("--run", join(folder, "nameless"), "--labels", file);
    expect(nameless.code).toBe(2);
    expect(nameless.stderr).toContain("expected the id of a reply to hc-newlogo-cp01a; see --run");
  });

  test("--correct says what it corrects, on what assumption, and refuses labels picked for their grade", async () => {
    const folder = join(temporaryFolder(), "run");
    await gradeInto(folder, replies);
    const few = await calibrate("--correct", folder, "--labels", fileOf(labels));
    expect(few.code).toBe(0);
    expect(few.stdout).toContain("recorded:llm, corrected by the labels of A");
    expect(few.stdout).toMatch(/verdict_right .* – 3 labelled replies, at least 10 are needed/);
    expect(few.stdout).toContain("hold only if they are a random part of the run");
    const json = await calibrate(
      "--correct",
      folder,
      "--labels",
      fileOf(labels),
      "--annotator",
      "B",
      "--json",
    );
    expect(JSON.parse(json.stdout)).toMatchObject({
      annotator: "B",
      samples: { random: 0, disagreement: 0, unknown: 3 },
      corrections: expect.arrayContaining([
        expect.objectContaining({ criterion: "directness", corrected: null, labelled: 3 }),
      ]),
    });
    const picked = labelOf({ annotator: "reader", sample: "disagreement" });
    const refused = await calibrate("--correct", folder, "--labels", fileOf([picked]));
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("were picked because a grade looked wrong");
    const stranger = await calibrate("--correct", folder, "--labels", fileOf(labels), "--annotator", "Z");
    expect(stranger.stderr).toContain('found no label by "Z", expected one of: A, B');
  });

  test("--correct leaves out labels of replies that the run does not hold, and says how many", async () => {
    const folder = join(temporaryFolder(), "run");
    await gradeInto(folder, replies.slice(0, 1));
    const some = await calibrate("--correct", folder, "--labels", fileOf(labels));
    expect(some.code).toBe(0);
    expect(some.stdout).toMatch(/\d labels are of replies that this run does not hold, and left out\./);
    const others = labels.filter((line) => !line.includes(`"${responses[0]}"`));
    const none = await calibrate("--correct", folder, "--labels", fileOf(others));
    expect([none.code, none.stdout]).toEqual([2, ""]);
    expect(none.stderr).toContain(`holds no label of a reply in ${folder}`);
  });

  test("a part that does not exist is wrong use", async () => {
    const { code, stderr } = await dealbenchHere(["calibrate", "--part", "train"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Allowed choices are heldout, dev, all");
  });
});

/** A label of one item of the first reply. */
function labelOf(fields: Record<string, unknown>): string {
  return JSON.stringify({
    response: responses[0],
    scenario: DEAL,
    item: "DR1",
    state: "met",
    annotator: "kim",
    ...fields,
  });
}

async function gradeInto(out: string, transcripts: readonly string[]): Promise<void> {
  const { gradeCommand } = await import("../../src/commands/grade.ts");
  const { code } = await runCommand(gradeCommand(), [
    "--responses",
    fileOf(transcripts),
    "--out",
    out,
    "--json",
  ]);
  expect(code).toBe(0);
}

function fileOf(lines: readonly string[], name = "labels.jsonl"): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  return file;
}

/** A field of a label as a person would type it into a cell. */
function csvCell(value: unknown): string {
  const text = Array.isArray(value)
    ? value.join("|")
    : typeof value === "object" && value !== null
      ? Object.entries(value)
          .map((entry) => entry.join("="))
          .join("|")
      : value === null
        ? ""
        : `${value as string | number | boolean}`;
  return `"${text.replaceAll('"', '""')}"`;
}
