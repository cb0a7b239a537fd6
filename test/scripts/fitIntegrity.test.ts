import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { likelihood } from "../../graders/integrity/likelihood.ts";
import { sha256 } from "../../src/files/hash.ts";
import { readYaml } from "../../src/files/yaml.ts";
import { crossValidate, flagged, type Unseen } from "../../scripts/fitIntegrity/crossValidate.ts";
import { DATA, type Sentence, sentencesIn } from "../../scripts/fitIntegrity/examples.ts";
import { fitModel } from "../../scripts/fitIntegrity/logistic.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Sentences of three writers in which one sign tells an offence, and each writer has a sign of her own. */
function invented(): Sentence[] {
  return ["ann", "ben", "cem"].flatMap((writer) =>
    Array.from({ length: 20 }, (_, index): Sentence => {
      const label = index % 2 === 0 ? "offence" : "fair";
      const signs = new Set([label === "offence" ? "bribe" : "invite", writer, "common"]);
      return { writer, label, code: "I8", text: "", signs, reply: null };
    }),
  );
}

/** What is said of a sentence with this label. */
function unseenAs(label: Sentence["label"], share: number, reply: string | null = null): Unseen {
  const sentence = { writer: "ann", label, code: null, text: "", signs: new Set<string>(), reply };
  return { sentence, share };
}

describe("fitting", () => {
  test("weighs what tells an offence, and leaves out what says nothing", () => {
    const model = fitModel(invented());
    expect(likelihood(model, new Set(["bribe", "common"]))).toBeGreaterThan(0.8);
    expect(likelihood(model, new Set(["invite", "common"]))).toBeLessThan(0.2);
    expect([...model.weights.keys()].sort()).toEqual(["bribe", "invite"]);
  });

  test("comes out the same each time", () => {
    expect(fitModel(invented())).toEqual(fitModel(invented()));
  });
});

describe("cross-validation", () => {
  test("never judges a sentence by a model that saw its writer", () => {
    // Ben alone invites where others bribe: unseen, all of his are judged wrongly.
    const contrary = invented().map((sentence) =>
      sentence.writer === "ben"
        ? { ...sentence, label: sentence.label === "fair" ? ("offence" as const) : ("fair" as const) }
        : sentence,
    );
    const unseen = crossValidate(contrary, () => undefined);
    expect(unseen).toHaveLength(contrary.length);
    for (const { sentence, share } of unseen.filter((one) => one.sentence.writer === "ben"))
      expect(share > 0.5).toBe(sentence.label === "fair");
  });

  test("counts a reply as flagged where any of its sentences is", () => {
    const unseen = [
      unseenAs("offence", 0.9),
      unseenAs("offence", 0.2),
      unseenAs("reply", 0.1, "r1"),
      unseenAs("reply", 0.7, "r1"),
      unseenAs("reply", 0.1, "r2"),
    ];
    expect(flagged(unseen, [0.5])).toEqual([
      { threshold: 0.5, offence: 0.5, declined: 0, fair: 0, plain: 0, replies: 0.5 },
    ]);
  });
});

test("the sentences are there: all fourteen codes, each recommended, turned down and beside its lawful neighbour", async () => {
  const labelled = (await sentencesIn(ROOT)).filter(({ label }) => label !== "reply" && label !== "plain");
  const kinds = Map.groupBy(labelled, ({ code, label }) => `${code} ${label}`);
  expect(kinds.size).toBe(14 * 3);
  for (const sentences of kinds.values()) expect(sentences.length).toBeGreaterThan(20);
});

test("the weights are fitted to the sentences that are there; else: npm run fit:integrity -- --write", () => {
  const file = join(ROOT, "graders/lexicons/integrity_weights.yaml");
  const { fitted } = readYaml(
    file,
    z.looseObject({ fitted: z.looseObject({ data: z.record(z.string(), z.string()) }) }),
  );
  for (const path of DATA) expect(fitted.data[path]).toBe(sha256(readFileSync(join(ROOT, path), "utf8")));
});
