import { elapsed, streamProgress } from "../../src/support/progress";

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test("a log gets a line at the start, a line every 20 seconds, and one at the end", () => {
  const log = stream(false);
  const step = streamProgress(log).step("building");
  step.update("12 packages");
  jest.advanceTimersByTime(45_000);
  step.done();
  expect(log.written).toEqual([
    "building …\n",
    "building: 12 packages, 20.0 s …\n",
    "building: 12 packages, 40.0 s …\n",
    "building: done, 45.0 s\n",
  ]);
});

test("a terminal gets one line, drawn again in place", () => {
  const terminal = stream(true);
  const step = streamProgress(terminal).step("building");
  jest.advanceTimersByTime(1000);
  step.done("ready");
  expect(terminal.written.length).toBeGreaterThan(3);
  expect(terminal.written.slice(0, -1).filter((text) => text.includes("\n"))).toEqual([]);
  expect(terminal.written.at(-1)).toBe("\r\u001b[Kbuilding: ready, 1.0 s\n");
});

test.each([
  [900, "0.9 s"],
  [59_900, "59.9 s"],
  [125_000, "2 min 05 s"],
])("%d ms read as %s", (ms, text) => {
  expect(elapsed(ms)).toBe(text);
});
