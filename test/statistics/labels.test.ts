import { describe, expect, test } from "vitest";
import { clopperPearson } from "../../src/statistics/clopperPearson.ts";
import { predictionPowered, roganGladen } from "../../src/statistics/corrected.ts";
import { gwetAC1, kappaOfTable } from "../../src/statistics/interRater.ts";
import { krippendorffAlpha } from "../../src/statistics/krippendorff.ts";
import { pairedPower, requiredUnits } from "../../src/statistics/power.ts";

/** Krippendorff's four raters and twelve units (2011), published with α = .743 nominal, .815 ordinal, .849 interval. */
const CANONICAL = [
  [1, 1, null, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [null, 5, 5, 5],
  [null, null, 1, 1],
  [null, 3, null, null],
];
const JUDGED = { share: 0.8, n: 200, sensitivity: 0.9, goods: 60, specificity: 0.85, bads: 40 };

describe("agreement of raters", () => {
  test.each([
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
  ] as const)("the published data give the published α, %s", (level, alpha) => {
    expect(krippendorffAlpha(CANONICAL, level)).toBeCloseTo(alpha, 3);
  });

  test("where nobody ever differs and nothing could, there is no coefficient", () => {
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [1, 1],
        ],
        "nominal",
      ),
    ).toBeNull();
    expect(
      kappaOfTable([
        [9, 0],
        [0, 0],
      ]),
    ).toEqual({ kappa: null, se: null, low: null, high: null });
  });

  test("by hand: 6 of 10 agree where chance gives half, so κ = 0.2", () => {
    expect(
      kappaOfTable([
        [3, 2],
        [2, 3],
      ]).kappa,
    ).toBeCloseTo(0.2, 12);
  });

  test("a rare category drags κ down, not AC1", () => {
    const rare = [
      [94, 2],
      [3, 1],
    ];
    expect(kappaOfTable(rare).kappa).toBeLessThan(0.3);
    expect(gwetAC1(rare).ac1).toBeGreaterThan(0.9);
  });

  test.each([
    [() => kappaOfTable([[1, 2]]), "RANGE"],
    [
      () =>
        kappaOfTable([
          [1, -1],
          [0, 1],
        ]),
      "RANGE",
    ],
    [() => gwetAC1([[5]]), "RANGE"],
    [
      () =>
        gwetAC1([
          [0, 0],
          [0, 0],
        ]),
      "EMPTY",
    ],
    [() => krippendorffAlpha([[1, null]], "nominal"), "EMPTY"],
  ])("%s is refused with %s", (run, code) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});

describe("a share read through a fallible judge", () => {
  test("a perfect judge changes nothing", () => {
    expect(roganGladen({ ...JUDGED, sensitivity: 1, specificity: 1 }, 0.95).share).toBeCloseTo(0.8, 12);
  });

  test("fewer labels make the interval wider", () => {
    expect(width(10)).toBeGreaterThan(width(1000));
  });

  test("a judge no better than a coin is refused", () => {
    const coin = { ...JUDGED, sensitivity: 0.5, specificity: 0.5 };
    expect(() => roganGladen(coin, 0.95)).toThrow(expect.objectContaining({ code: "RANGE" }));
    expect(() => roganGladen({ ...JUDGED, bads: 0 }, 0.95)).toThrow(
      expect.objectContaining({ code: "EMPTY" }),
    );
  });

  test("a judge that never varies leaves the mean of the labels", () => {
    const { estimate, lambda } = predictionPowered([1, 0, 1, 1], [1, 1, 1, 1], [1, 1, 1], 0.95);
    expect({ estimate, lambda }).toEqual({ estimate: 0.75, lambda: 0 });
  });

  test.each([
    [() => predictionPowered([1], [1], [1, 0], 0.95), "TOO_FEW"],
    [() => predictionPowered([1, 0], [1], [1, 0], 0.95), "RANGE"],
  ])("%s is refused with %s", (run, code) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});

describe("planning", () => {
  test("the number asked for reaches the power asked for, and one fewer does not", () => {
    const { exact } = requiredUnits(0.1, 0.16, 0.05, 0.8);
    expect(pairedPower(exact, 0.1, 0.4, 0.05).exact).toBeGreaterThanOrEqual(0.8);
    expect(pairedPower(exact - 1, 0.1, 0.4, 0.05).exact).toBeLessThan(0.8);
  });

  test.each([
    [() => pairedPower(1, 0.1, 0.4, 0.05), "TOO_FEW"],
    [() => pairedPower(10, 0, 0.4, 0.05), "RANGE"],
    [() => requiredUnits(0.1, 0, 0.05, 0.8), "RANGE"],
  ])("%s is refused with %s", (run, code) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});

test("Clopper and Pearson by hand: no failure in 30 leaves up to 1 − 0.025^(1/30)", () => {
  expect(clopperPearson(0, 30, 0.95)).toEqual({ low: 0, high: expect.closeTo(1 - 0.025 ** (1 / 30), 10) });
  expect(() => clopperPearson(0, 0, 0.95)).toThrow(expect.objectContaining({ code: "EMPTY" }));
  expect(() => clopperPearson(4, 3, 0.95)).toThrow(expect.objectContaining({ code: "RANGE" }));
});

function width(labels: number): number {
  const { low, high } = roganGladen({ ...JUDGED, goods: labels, bads: labels }, 0.95);
  return high - low;
}
