import { isRecord } from "../../model/json";
import { SandboxError } from "../../support/errors";
import { readState } from "../state/state";

/** @throws SandboxError where it is no construct: a test in JavaScript, or a cast, may pass anything */
export function assertTarget(value: unknown): void {
  if (isRecord(value) && isRecord(value.node) && isRecord(value.node.root)) return;
  const received =
    value === null ? "null" : typeof value === "object" ? "an object without a construct's node" : typeof value;
  throw new SandboxError("bad-option", `applyStack: received ${received}; expected: a stack or an app of cdktf`);
}

/** @throws SandboxError where it is no sandbox, or has ended */
export function assertRunning(value: unknown): void {
  const { name, directory } = isRecord(value) ? value : {};
  if (typeof name !== "string" || typeof directory !== "string")
    throw new SandboxError(
      "bad-option",
      "applyStack: `sandbox` is none; expected: what startSandbox() resolved to, or nothing",
    );
  if (readState(directory)?.status === "ready") return;
  throw new SandboxError(
    "not-running",
    `applyStack: the sandbox "${name}" that was passed has ended; pass one that runs, or none for a fresh one`,
  );
}
