import {
  isRecord,
  isUnknown,
  DiagnosticError,
  type Diagnostics,
  type Path,
  type Value,
  type ValueRecord,
} from "../../../plugin";
import { parseDuration } from "../../../plugin/values/duration";
import { blockOf, hasUnknown, listOf, recordOf, textOf, textsOf } from "../../../kube-provider/values";
import type { Action } from "../object-type";
import { innerOf, memberOf } from "../../../kube-provider/plain";
import { messageOf } from "../../../support/errors";

const DEFAULT_TIMEOUT_MS = 10 * 60_000;
const DEFAULT_COMPUTED = ["metadata.annotations", "metadata.labels"];

/** Who owns the applied fields. */
export function fieldManagerOf(config: ValueRecord): { readonly fieldManager: string; readonly force: boolean } {
  const block = blockOf(config.field_manager);
  return { fieldManager: textOf(block.name) || "Terraform", force: block.force_conflicts === true };
}

/** How long to wait, in milliseconds. */
export function timeoutOf(config: ValueRecord, action: Action): number {
  const text = textOf(blockOf(config.timeouts)[action]);
  return text === "" ? DEFAULT_TIMEOUT_MS : parseDuration(text);
}

/** Paths of the object whose value the server may decide. */
export function computedPaths(config: ValueRecord): readonly string[] {
  if (isUnknown(config.computed_fields) || config.computed_fields === null) return DEFAULT_COMPUTED;
  return textsOf(config.computed_fields).map((path) => path.replace(/\["([^"]+)"\]/g, ".$1"));
}

/** Faults of the configuration that are seen without a cluster. */
export function validateManifest(config: ValueRecord, diagnostics: Diagnostics): void {
  const manifest = innerOf(config.manifest);
  if (!isUnknown(manifest)) validateKeys(manifest, diagnostics);
  for (const action of ["create", "update", "delete"] as const) {
    const fault = faultOf(() => timeoutOf(config, action));
    if (fault !== undefined) diagnostics.error(`Error parsing timeout for "${action}"`, fault, ["timeouts", 0]);
  }
  const waits = Object.entries(blockOf(config.wait)).filter(
    ([name, value]) => value !== null && (name !== "condition" || listOf(value).length > 0),
  );
  if (waits.length > 1) {
    const names = waits.map(([name]) => `"${name}"`).join(", ");
    diagnostics.error("Invalid wait configuration", `You may only set one of ${names}.`, ["wait", 0]);
  }
  if (config.wait_for !== null) {
    diagnostics.warning("Deprecated Attribute", 'Use the "wait" block in place of "wait_for".', ["wait_for"]);
  }
}

function validateKeys(manifest: Value, diagnostics: Diagnostics): void {
  const path: Path = ["manifest"];
  if (!isRecord(manifest)) {
    diagnostics.error(
      '"manifest" is not an object',
      "It holds one Kubernetes object: apiVersion, kind, metadata and so on.",
      path,
    );
    return;
  }
  for (const key of ["apiVersion", "kind", "metadata"].filter((name) => !Object.hasOwn(manifest, name))) {
    diagnostics.error(`Attribute key missing from "manifest" value`, `'${key}' is missing from the manifest`, path);
  }
  if (Object.hasOwn(manifest, "status")) {
    diagnostics.error(`Forbidden attribute key in "manifest" value`, "'status' is not allowed in a manifest", path);
  }
}

/**
 * Whether the manifest gives a namespace exactly where its kind lives in one.
 *
 * @throws DiagnosticError where it does not
 */
export function requireNamespace(manifest: Value, namespaced: boolean): void {
  const namespace = memberOf(manifest, "metadata", "namespace") ?? null;
  const kind = `${textOf(memberOf(manifest, "apiVersion"))}, Kind=${textOf(memberOf(manifest, "kind"))}`;
  if (isUnknown(namespace) || hasUnknown(recordOf(manifest).metadata ?? null)) return;
  if (namespaced && (namespace === null || namespace === "")) {
    throw new DiagnosticError("Namespace required", `Resources of type '${kind}' require a namespace`, ["manifest"]);
  }
  if (!namespaced && namespace !== null) {
    throw new DiagnosticError(
      "Cluster level resource cannot take namespace",
      `Resources of type '${kind}' cannot have a namespace`,
      ["manifest"],
    );
  }
}

function faultOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
