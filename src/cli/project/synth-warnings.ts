import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listIn, objectIn, textIfAny } from "../../model/json";
import type { WarningCode } from "../../model/codes/warning-codes";
import type { Io } from "../command";
import { note } from "../printer";
import { MANIFEST } from "./stacks";

/** What holds for whole clusters, so that it concerns every plan; `check` tells the rest. */
const TOLD: readonly WarningCode[] = ["old-kubernetes"];

/**
 * Tells the warnings that synth left in its output, each once. What cannot be read is told by who reads the stacks.
 * @see https://developer.hashicorp.com/terraform/cdktf/concepts/aspects
 */
export function noteSynthWarnings(output: string, io: Io): void {
  const messages = Object.values(objectIn(objectIn(manifestOf(output)).stacks))
    .flatMap((stack) => listIn(objectIn(stack).annotations))
    .flatMap((annotation) => textIfAny(objectIn(annotation).message) ?? []);
  for (const text of new Set(messages)) {
    const code = TOLD.find((one) => text.endsWith(` [${one}]`));
    if (code !== undefined) note(io, code, text.slice(0, -` [${code}]`.length));
  }
}

function manifestOf(output: string): unknown {
  const path = join(output, MANIFEST);
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}
