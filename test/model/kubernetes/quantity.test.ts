import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityOf,
  readQuantity,
  sameQuantity,
  shareOfQuantity,
  subtractQuantities,
} from "../../../src/model/kubernetes/quantity";

const read = (text: string) => {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new Error(`${text} is no quantity`);
  return quantity;
};

describe("a quantity is printed as an API server prints it", () => {
  test.each([
    ["0", "0"],
    ["0Gi", "0"],
    ["0.1", "100m"],
    ["1000m", "1"],
    ["1500m", "1500m"],
    ["0.5", "500m"],
    [".5", "500m"],
    ["5.", "5"],
    ["+3", "3"],
    ["-3", "-3"],
    ["007", "7"],
    ["32", "32"],
    ["1000", "1k"],
    ["1500", "1500"],
    ["128000", "128k"],
    ["1e3", "1e3"],
    ["12E2", "1200"],
    ["1e4", "10e3"],
    ["1e-3", "1e-3"],
    ["1E", "1E"],
    ["1.5G", "1500M"],
    ["0", "0"],
    ["000", "0"],
    ["007", "7"],
    ["1000", "1k"],
    ["12000", "12k"],
    ["1020", "1020"],
    ["1000000", "1M"],
    ["999999999999999", "999999999999999"],
    ["1024", "1024"],
    ["1024Mi", "1Gi"],
    ["1.5Gi", "1536Mi"],
    ["0.5Ki", "512"],
    ["1Ki", "1Ki"],
    ["1.0001Ki", "1025"],
    ["2Ti", "2Ti"],
    ["1024Gi", "1Ti"],
    ["7Ei", "7Ei"],
    ["100n", "100n"],
    ["1000000n", "1m"],
    ["250u", "250u"],
    ["0.1n", "1n"],
    ["9223372036854775807", "9223372036854775807"],
  ])("%s is %s", (given, printed) => {
    expect(canonicalQuantity(given)).toBe(printed);
  });

  test("printing twice changes nothing", () => {
    for (const text of ["0.1", "1024Mi", "1e4", "1.5Gi", "1234567n", "999Ki", "1000M"]) {
      const once = canonicalQuantity(text);
      expect(canonicalQuantity(once)).toBe(once);
      expect(compareQuantities(read(text), read(once))).toBe(0);
    }
  });
});

test.each([
  "",
  " 1",
  "1 ",
  "1K",
  "1ki",
  "1KI",
  "Gi",
  ".",
  "1.2.3",
  "1e",
  "1e1.5",
  "1e999",
  "0x10",
  "1,5",
  "--1",
  "1GiB",
  "lots",
  "NaN",
  "9223372036854775808",
  "1".repeat(80),
])("%j is no quantity", (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});

test("what is no text is no quantity", () => {
  for (const value of [32, null, undefined, {}, ["1"]]) expect(parseQuantity(value)).toBeUndefined();
});

describe("arithmetic is exact", () => {
  test("0.1 and 0.2 make 0.3", () => {
    expect(formatQuantity(addQuantities(read("0.1"), read("0.2")))).toBe("300m");
  });

  test("a sum keeps the form of its left side, unless that is zero", () => {
    expect(formatQuantity(addQuantities(read("1Gi"), read("1G")))).toBe("2073741824");
    expect(formatQuantity(addQuantities(read("0"), read("1Gi")))).toBe("1Gi");
  });

  test("what is added and taken away again leaves the same, for large and for small amounts", () => {
    const amounts = ["1n", "250m", "0.3", "7", "999Mi", "1.5Gi", "2Ti", "3e5", "4E"].map(read);
    for (const left of amounts) {
      for (const right of amounts) {
        const back = subtractQuantities(addQuantities(left, right), right);
        expect(formatQuantity(back)).toBe(formatQuantity(left));
        expect(compareQuantities(addQuantities(left, right), addQuantities(right, left))).toBe(0);
      }
    }
  });

  test("as many parts as the whole was cut into never make more than the whole", () => {
    for (let parts = 2; parts <= 100; parts++) {
      const share = shareOfQuantity(read("2Ti"), 100 / parts, quantityOf(1));
      const sum = Array.from({ length: parts }, () => share).reduce(addQuantities);
      expect([parts, compareQuantities(sum, read("2Ti")) <= 0]).toEqual([parts, true]);
    }
  });

  test("a percentage is exact to six decimals", () => {
    expect(formatQuantity(shareOfQuantity(read("32"), 25, read("1m")))).toBe("8");
    expect(formatQuantity(shareOfQuantity(read("100G"), 0.29, quantityOf(1)))).toBe("290M");
    expect(formatQuantity(shareOfQuantity(read("1"), 33.333, read("1m")))).toBe("333m");
  });
});

describe("two texts", () => {
  test.each([
    ["1000m", "1"],
    ["1Gi", "1024Mi"],
    ["0.1", "100m"],
    ["1e3", "1k"],
    ["-1", "-1000m"],
    ["1e40", "10e39"],
  ])("%s and %s are the same quantity", (left, right) => {
    expect(sameQuantity(left, right)).toBe(true);
  });

  test("that are close are told apart, and what is none is the same as nothing", () => {
    expect(sameQuantity("1G", "1Gi")).toBe(false);
    expect(sameQuantity("one", "one")).toBe(false);
  });

  test("may be larger than Kubernetes keeps, where that is not asked", () => {
    expect(parseQuantity("1e40")).toBeUndefined();
    expect(readQuantity("1e40")?.nano).toBe(10n ** 49n);
  });
});
