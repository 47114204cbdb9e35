import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastWords } from "../../../src/sandbox/control-plane/component";
import { temporaryFolder } from "../temporary-folder";

const folder = temporaryFolder();

function log(...lines: string[]): string {
  const path = join(folder, "log");
  writeFileSync(path, lines.join("\n"));
  return path;
}

test("of a stack trace the line before it is shown", () => {
  expect(lastWords(log("starting", "panic: no space left on device", "goroutine 1:", "\tmain.go:129 +0xf85", ""))).toBe(
    "panic: no space left on device",
  );
});

test("of a log without a failure the last line is shown", () => {
  expect(lastWords(log("starting", "no, thank you"))).toBe("no, thank you");
});

test("a log that is empty or missing is no trouble", () => {
  expect(lastWords(log())).toBe("no output");
  expect(lastWords(join(folder, "none"))).toBe("no output");
});
