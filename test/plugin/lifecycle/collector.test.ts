import { DiagnosticError } from "../../../src/plugin/diagnostic";
import { Collector } from "../../../src/plugin/lifecycle/collector";

function thrown(error: unknown): unknown {
  const collector = new Collector();
  collector.thrown(error);
  expect(collector.hasErrors).toBe(true);
  return collector.list[0];
}

describe("what was thrown", () => {
  it("is a diagnostic with its path where it is a DiagnosticError", () => {
    const cause = new Error("503");
    expect(thrown(new DiagnosticError("Refused", "Try later.", ["name"], { cause }))).toEqual({
      severity: "error",
      summary: "Refused",
      detail: "Try later.\n\nCause: 503",
      path: ["name"],
    });
  });

  it("is a summary and a detail where it is any error", () => {
    expect(thrown(new Error("First line\nand more"))).toEqual({
      severity: "error",
      summary: "First line",
      detail: "and more",
    });
    expect(thrown("just text")).toEqual({ severity: "error", summary: "just text" });
  });

  it("is told to be the provider's fault where it is one", () => {
    const { summary, detail } = thrown(new TypeError("x is undefined")) as { summary: string; detail: string };
    expect(summary).toBe("The provider failed: x is undefined");
    expect(detail).toMatch(/This is a bug in the provider[^]*collector.test.ts/);
  });
});

describe("what code without a compiler hands in", () => {
  it("becomes text, and a path of what is one", () => {
    expect(thrown({ code: 7 })).toMatchObject({ severity: "error", summary: "The provider threw { code: 7 }" });
    const collector = new Collector();
    collector.warning("Careful", new Error("not text") as never, ["a", undefined, 0] as never);
    collector.warning(undefined as never, null as never, "a" as never);
    expect(collector.list).toEqual([
      {
        severity: "warning",
        summary: "Careful",
        detail: expect.stringContaining("not text") as string,
        path: ["a"],
      },
      { severity: "warning", summary: "The provider told of a warning without text" },
    ]);
  });
});

describe("warnings", () => {
  it("do not fail a call", () => {
    const collector = new Collector();
    collector.warning("Careful", undefined, ["a", 0]);
    expect(collector.hasErrors).toBe(false);
    expect(collector.list).toEqual([{ severity: "warning", summary: "Careful", path: ["a", 0] }]);
  });
});
