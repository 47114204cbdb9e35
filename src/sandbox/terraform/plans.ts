import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SandboxError } from "../../support/errors";
import { makePrivateFolder } from "../state/state";
import type { StackCopy } from "./stack-copy";

/** Notes that a plan was made here: it holds the sandbox's backend. */
export function recordPlan(copy: StackCopy, path: string): void {
  if (!existsSync(path)) return;
  makePrivateFolder(copy.plans);
  writeFileSync(noteOf(copy, path), "");
}

/**
 * A plan carries the backend that it was made with, whatever the configuration says now.
 * @throws SandboxError where this one was not made from this stack in this sandbox
 */
export function assertOwnPlan(copy: StackCopy, path: string): void {
  // Terraform itself reports a missing one.
  if (!existsSync(path) || existsSync(noteOf(copy, path))) return;
  throw new SandboxError(
    "bad-option",
    `${path} is not a plan of this stack in this sandbox: it would be applied to the state that it was made ` +
      'of; make it again in the sandbox with "terraform plan -out=…"',
  );
}

function noteOf({ plans }: StackCopy, path: string): string {
  return join(plans, createHash("sha256").update(readFileSync(path)).digest("hex"));
}
