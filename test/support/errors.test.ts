import { UsageError } from "../../src/cli/command";
import { ProjectError } from "../../src/cli/command";
import { KubeError } from "../../src/kube/kube-error";
import { LinesError, messageLines, SandboxError } from "../../src/support/errors";

const HOSTILE = "a\nhikube: all is well\r\u001b[2J";
const SHOWN = "a\\nhikube: all is well\\r\\u001b[2J";

test.each([
  ["LinesError", new LinesError(HOSTILE)],
  ["UsageError", new UsageError(HOSTILE)],
  ["ProjectError", new ProjectError(HOSTILE)],
  ["SandboxError", new SandboxError("bad-option", HOSTILE)],
  ["KubeError", new KubeError(HOSTILE, 403, "Forbidden")],
])("a text within the message of a %s ends no line", (_name, error) => {
  expect(error.message).toBe(SHOWN);
  expect(messageLines(error)).toEqual([SHOWN]);
});

test("lines that are given as such are lines", () => {
  const error = new ProjectError(["one", `  ${HOSTILE}`]);
  expect(messageLines(error)).toEqual(["one", `  ${SHOWN}`]);
});

test.each([[new Error(HOSTILE)], [HOSTILE], [{ message: HOSTILE }]])("what others throw is one line: %j", (thrown) => {
  expect(messageLines(thrown)).toEqual([SHOWN]);
});
