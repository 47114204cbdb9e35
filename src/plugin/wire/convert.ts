import { TextDecoder } from "node:util";
import { DiagnosticError, type Diagnostic, type Path } from "../diagnostic";
import { unwrapBlocks, wrapBlocks } from "../lifecycle/dynamic-blocks";
import { isRecord } from "../values/guards";
import { typeOfBlock } from "../values/implied-type";
import { MAX_LENGTH } from "../values/plain";
import { sourceSteps, stepsOf, type Step } from "../lifecycle/steps";
import { formatPath, invalidAnswer } from "../lifecycle/report";
import type { PrivateState } from "../provider";
import type { Schema } from "../schema";
import type { Type } from "../types";
import { UNKNOWN, type Value, type ValueRecord } from "../value";
import { decodeValue } from "./decode-value";
import { encodeValue } from "./encode-value";
import type { AttributePath, DiagnosticMessage, DynamicValue, RawState } from "./tfplugin6";
import { protoKey } from "./proto-key";
import { parseStateJson } from "./state-json";

/**
 * Reads the value of a whole schema: null where the object is absent.
 *
 * @throws DiagnosticError where the bytes are not such a value
 */
export function fromDynamicValue(schema: Schema, value: DynamicValue | undefined): ValueRecord | null {
  if (value === undefined) return null;
  if (value.msgpack.length === 0 && value.json.length === 0) return null;
  try {
    return recordOf(schema, value.msgpack);
  } catch (error) {
    const found = protoKey(value.msgpack, (bytes) => recordOf(schema, bytes));
    throw found ?? new DiagnosticError("Terraform sent a value that cannot be read", textOfError(error));
  }
}

function recordOf(schema: Schema, packed: Uint8Array): ValueRecord | null {
  if (packed.length === 0) throw new Error("a value in JSON form is not expected here");
  const decoded = decodeValue(typeOfBlock(schema), packed);
  if (decoded === null) return null;
  if (!isRecord(decoded)) throw new Error("the object as a whole is unknown");
  return unwrapBlocks(schema, decoded);
}

function textOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function toDynamicValue(schema: Schema, value: ValueRecord | null): DynamicValue {
  const wire = value === null ? null : wrapBlocks(schema, value);
  return { msgpack: encodeValue(typeOfBlock(schema), wire), json: new Uint8Array(0) };
}

/**
 * Reads one value of a type, such as an argument of a function.
 *
 * @throws Error with the place in the value where it is not of the type
 */
export function fromTypedValue(type: Type, value: DynamicValue): Value {
  // OpenTofu sends null as nothing at all.
  if (value.msgpack.length === 0 && value.json.length === 0) return null;
  if (value.msgpack.length === 0) throw new Error("a value in JSON form is not expected here");
  return decodeValue(type, value.msgpack);
}

export function toTypedValue(type: Type, value: Value): DynamicValue {
  return { msgpack: encodeValue(type, value), json: new Uint8Array(0) };
}

/** An object of which nothing is known. */
export function unknownValue(schema: Schema): DynamicValue {
  return toTypedValue(typeOfBlock(schema), UNKNOWN);
}

/**
 * Reads state as it was stored.
 *
 * @throws Error where it is not JSON, or comes from Terraform 0.11
 */
export function fromRawState(raw: Pick<RawState, "json"> | undefined): ValueRecord {
  if (raw === undefined || raw.json.length === 0) {
    throw new Error("the stored state is not in JSON form; Terraform before 0.12 wrote it");
  }
  const state = parseStateJson(textOf(raw.json));
  if (!isRecord(state)) throw new Error("the stored state is not an object");
  return state;
}

/**
 * Reads private state; `null`, as Terraform's old SDK writes it where there is none, is an empty one.
 *
 * @throws Error where the bytes are no JSON object
 */
export function fromPrivate(bytes: Uint8Array): PrivateState {
  if (bytes.length === 0) return {};
  const parsed: unknown = JSON.parse(textOf(bytes));
  if (typeof parsed === "object" && !Array.isArray(parsed)) return { ...parsed };
  throw new Error("the private state of the resource is not a JSON object");
}

/**
 * @param state what an author answered, which may be anything
 * @param unchanged what Terraform sent, which goes back as it came unless there is something new
 * @throws DiagnosticError where it could not be read back
 */
export function toPrivate(state: unknown, unchanged: Uint8Array): Uint8Array {
  if (state === undefined) return unchanged;
  try {
    const json = JSON.stringify(state, bounded) as string | undefined;
    const bytes = Buffer.from(json ?? "");
    fromPrivate(bytes);
    return bytes;
  } catch (error) {
    throw invalidAnswer("private state", `It must be an object that JSON can hold: ${textOfError(error)}`);
  }
}

/** Of a list without end JSON would make text until there is no memory. */
function bounded(_: string, value: unknown): unknown {
  if (!Array.isArray(value) || value.length <= MAX_LENGTH) return value;
  throw new RangeError(`a list of ${value.length} elements`);
}

export function toAttributePath(schema: Schema, path: Path): AttributePath {
  return { steps: stepsOf(schema, path).map(toStepMessage) };
}

/** @param schema what the paths lead through; without it only the texts name the place */
export function toDiagnosticMessage(schema: Schema | undefined, diagnostic: Diagnostic): DiagnosticMessage {
  const { severity, summary, detail = "", path } = diagnostic;
  const steps = schema === undefined || path === undefined ? [] : sourceSteps(schema, path);
  const cut = path !== undefined && path.length > steps.length;
  const place = cut ? `At ${formatPath(path)}.` : "";
  return {
    severity: severity === "error" ? 1 : 2,
    summary,
    detail: [detail.includes(formatPath(path ?? [])) ? "" : place, detail].filter((part) => part !== "").join("\n"),
    attribute: steps.length === 0 ? undefined : { steps: steps.map(toStepMessage) },
  };
}

function toStepMessage(step: Step): AttributePath["steps"][number] {
  return {
    attributeName: "attribute" in step ? step.attribute : undefined,
    elementKeyString: "key" in step ? step.key : undefined,
    elementKeyInt: "index" in step ? step.index : undefined,
  };
}

/** Bytes that are not UTF-8 are refused: replacing them would change what is stored. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
