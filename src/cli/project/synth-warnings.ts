import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listIn, objectIn, textIfAny } from "../../model/json";
import { WARNING_CODES, type WarningCode } from "../../model/codes/warning-codes";
import type { Io } from "../command";
import { note } from "../printer";
import { MANIFEST } from "./stacks";

/** Lines of one kind; a platform with many tenants may have hundreds. */
const MOST = 10;

/** How our constructs write a warning: its code stands at the end. */
const OURS = new RegExp(` \\[(${Object.keys(WARNING_CODES).join("|")})\\]$`);

/**
 * Tells the warnings that synth left in its output, each once: ours, and those that an app adds itself. What cannot be
 * read is told by who reads the stacks.
 * @see https://developer.hashicorp.com/terraform/cdktf/concepts/aspects
 */
export function noteSynthWarnings(output: string, io: Io): void {
  const byCode = new Map<WarningCode, string[]>();
  for (const text of new Set(warningsIn(output))) {
    const code = (OURS.exec(text)?.[1] ?? "app-warning") as WarningCode;
    byCode.set(code, [...(byCode.get(code) ?? []), text.replace(OURS, "")]);
  }
  for (const [code, messages] of byCode) tell(code, messages, io);
}

function tell(code: WarningCode, messages: readonly string[], io: Io): void {
  for (const message of messages.slice(0, MOST)) note(io, code, message);
  const more = messages.length - MOST;
  if (more > 0) note(io, code, `${more} more like this; ${MANIFEST} of the output has them all`);
}

function warningsIn(output: string): readonly string[] {
  return Object.values(objectIn(objectIn(manifestOf(output)).stacks))
    .flatMap((stack) => listIn(objectIn(stack).annotations).map(objectIn))
    .filter(({ level }) => level === WARN)
    .flatMap(({ message }) => textIfAny(message) ?? []);
}

/** The level that cdktf gives a warning in its manifest. */
const WARN = "@cdktf/warn";

function manifestOf(output: string): unknown {
  const path = join(output, MANIFEST);
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}
