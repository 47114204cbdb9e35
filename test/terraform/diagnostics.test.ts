import { formatDiagnostics, lockIn, parseMessage } from "../../src/terraform/diagnostics";

test("lines that are no messages are none", () => {
  expect(parseMessage("Initializing the backend...")).toBeUndefined();
  expect(parseMessage("[1]")).toBeUndefined();
});

test("a diagnostic keeps its resource", () => {
  const diagnostic = { severity: "error", summary: "refused", detail: "over\nquota", address: "a.b" };
  const message = parseMessage(JSON.stringify({ type: "diagnostic", diagnostic }));
  expect(message?.diagnostic).toEqual(diagnostic);
  expect(formatDiagnostics([diagnostic, diagnostic].map((each) => ({ ...each, severity: "error" })))).toEqual([
    "  a.b: refused",
    "    over",
    "    quota",
  ]);
});

test("a lock is recognised with its holder", () => {
  const words = [
    "Error: Error acquiring the state lock",
    "│ Lock Info:",
    "│   ID:        6f1f2d3c-0001",
    "│   Path:      s3/state",
    "│   Who:       ann@laptop",
    "│   Created:   2031-01-01 10:00:00 UTC",
  ].join("\n");
  expect(lockIn(words)).toEqual({ id: "6f1f2d3c-0001", who: "ann@laptop", since: "2031-01-01 10:00:00 UTC" });
  expect(lockIn("Error: something else")).toBeUndefined();
});
