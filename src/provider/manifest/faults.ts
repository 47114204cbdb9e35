import {
  isRecord,
  isUnknown,
  type Diagnostics,
  type Path,
  type Value,
  type ValidateRequest,
  type Schema,
} from "../../plugin";
import { innerOf, memberOf } from "../../kube-provider/plain";
import { isList } from "../../plugin";
import { textOf } from "../../kube-provider/values";
import { MANIFEST } from "./errors";
import { checkIdentity, checkSecretIdentity } from "./identity-faults";
import { checkValues } from "./value-faults";
import { checkWait } from "./wait-faults";

/** Says what is wrong with a configuration, as far as it is known and no cluster is needed for it. */
export function checkManifest({ config, diagnostics }: ValidateRequest<Schema>): void {
  checkWait(config.wait, diagnostics);
  const manifest = innerOf(config.manifest);
  if (isUnknown(manifest)) return;
  if (!isRecord(manifest)) {
    refuseShape(manifest, diagnostics);
    return;
  }
  if (isList(innerOf(manifest.items)) && textOf(innerOf(manifest.kind)).endsWith("List")) {
    refuseList(diagnostics, [...MANIFEST, "items"]);
    return;
  }
  checkText(manifest, ["apiVersion"], 'e.g. "apps/v1", or "v1" for the core group', diagnostics);
  checkText(manifest, ["kind"], 'e.g. "Deployment"', diagnostics);
  checkMetadata(manifest, diagnostics);
  checkIdentity(manifest, diagnostics);
  checkValues(config, diagnostics);
  if (!isEmptyPart(manifest.status)) warnOfStatus(diagnostics);
  if (config.secret_wo === null) warnOfSecretData(manifest, diagnostics);
  const secret = innerOf(config.secret_wo);
  if (isRecord(secret)) checkSecretIdentity(secret, diagnostics);
  if (secret !== null && !isUnknown(secret) && !isRecord(secret)) {
    diagnostics.error("secret_wo must be an object", "It is merged into the manifest, e.g. { stringData = { … } }.", [
      "secret_wo",
    ]);
  }
}

function refuseShape(manifest: Value, diagnostics: Diagnostics): void {
  if (isList(manifest)) {
    refuseList(diagnostics, MANIFEST);
    return;
  }
  const isText = typeof manifest === "string";
  const hint = isText ? " Read YAML with yamldecode(…), JSON with jsondecode(…)." : "";
  diagnostics.error(
    "The manifest must be an object",
    `Received ${isText ? "a text" : manifest === null ? "null" : `a ${typeof manifest}`}; expected one Kubernetes object: apiVersion, kind, metadata and so on.${hint}`,
    MANIFEST,
  );
}

function refuseList(diagnostics: Diagnostics, path: Path): void {
  const hint =
    'for_each = { for object in local.objects : "${object.kind}/${object.metadata.name}" => object }, and manifest = each.value.';
  diagnostics.error(
    "A manifest is one object, not a list of objects",
    `Make one resource for each of them:\n${hint}`,
    path,
  );
}

/** Members that the server writes. */
const OF_SERVER = ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink"];

function checkMetadata(manifest: Value, diagnostics: Diagnostics): void {
  const metadata = innerOf(memberOf(manifest, "metadata"));
  const path = [...MANIFEST, "metadata"];
  if (isUnknown(metadata)) return;
  if (!isRecord(metadata)) {
    diagnostics.error("metadata is missing", 'Expected an object with a name: metadata = { name = "web" }.', path);
    return;
  }
  if (innerOf(metadata.generateName) !== null) {
    const detail = "A name that the server makes up is found by nobody afterwards. Set metadata.name.";
    diagnostics.error("metadata.generateName is not supported", detail, [...path, "generateName"]);
  } else {
    checkText(manifest, ["metadata", "name"], 'e.g. "web"', diagnostics);
  }
  if (innerOf(metadata.namespace) !== null)
    checkText(manifest, ["metadata", "namespace"], "or leave it out", diagnostics);
  for (const name of OF_SERVER.filter((one) => innerOf(metadata[one]) !== null)) {
    const detail = "Leave it out. Objects that were read from a cluster have it.";
    diagnostics.error(`metadata.${name} is written by the API server`, detail, [...path, name]);
  }
}

function checkText(manifest: Value, names: readonly string[], hint: string, diagnostics: Diagnostics): void {
  const value = innerOf(memberOf(manifest, ...names));
  if (isUnknown(value) || (typeof value === "string" && value !== "")) return;
  const title = names.join(".");
  const path = [...MANIFEST, ...names];
  if (value === null) diagnostics.error(`${title} is missing`, `Expected a text, ${hint}.`, path);
  else
    diagnostics.error(
      `${title} must be a text that is not empty`,
      `Received ${shown(value)}; expected a text, ${hint}.`,
      path,
    );
}

function shown(value: Value): string {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number")
    return JSON.stringify(value);
  return isList(value) ? "a list" : "an object";
}

/** Definitions that were generated come with an empty status. */
function isEmptyPart(value: Value | undefined): boolean {
  const part = innerOf(value);
  if (part === null || part === "") return true;
  if (isList(part)) return part.every(isEmptyPart);
  return isRecord(part) && Object.values(part).every(isEmptyPart);
}

function warnOfStatus(diagnostics: Diagnostics): void {
  diagnostics.warning("status is not applied", "It belongs to the cluster. Leave it out of the manifest.", [
    ...MANIFEST,
    "status",
  ]);
}

function warnOfSecretData(manifest: Value, diagnostics: Diagnostics): void {
  const isSecret =
    innerOf(memberOf(manifest, "apiVersion")) === "v1" && innerOf(memberOf(manifest, "kind")) === "Secret";
  const name = ["data", "stringData"].find((one) => !isEmptyPart(memberOf(manifest, one)));
  if (!isSecret || name === undefined) return;
  diagnostics.warning(
    `The ${name} of this Secret is stored in the state`,
    `Move it to secret_wo = { ${name} = { … } }, with secret_wo_version, which is stored nowhere.`,
    [...MANIFEST, name],
  );
}
