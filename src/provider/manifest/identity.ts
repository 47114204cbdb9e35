import { objectIn, textIn, type JsonRecord } from "../../model/json";
import { kindId } from "../../model/kubernetes/kinds";
import type { ObjectRef } from "../../kube/cluster";
import { MOVED_IDENTITY_VERSION } from "../../kube-provider/identity";
import { parseImportId } from "../../kube-provider/import-id";
import { innerOf, memberOf } from "../../kube-provider/plain";
import { textOf } from "../../kube-provider/values";
import { dynamicFrom } from "../../kube-provider/plain";
import { DiagnosticError, type Identity, type Imported, type Request, type Schema, type Value } from "../../plugin";
import type { HikubeClient } from "../client";
import { checkNamespace } from "./apply";
import { groupOf } from "../objects/place";
import { explained } from "./errors";
import { assertImportable } from "./identity-faults";
import { refuseOthers } from "./others-objects";

/** Which object a manifest or a stored object is. */
export function refOf(object: Value): ObjectRef {
  const text = (...names: readonly string[]): string => textOf(innerOf(memberOf(object, ...names)));
  const namespace = text("metadata", "namespace");
  return {
    apiVersion: text("apiVersion"),
    kind: text("kind"),
    name: text("metadata", "name"),
    ...(namespace === "" ? {} : { namespace }),
  };
}

/** What names an object for good: it stays the same in every version of its group. */
const ATTRIBUTES = {
  group: { type: "string", description: "Group of the API, e.g. `apps`; left out for the core group." },
  kind: { type: "string", requiredForImport: true, description: "Kind, e.g. `Deployment`." },
  namespace: { type: "string", description: "Namespace; left out for what lives in none." },
  name: { type: "string", requiredForImport: true, description: "Name of the object." },
} as const;

export const MANIFEST_IDENTITY: Identity<Schema, HikubeClient> = {
  version: MOVED_IDENTITY_VERSION,
  attributes: ATTRIBUTES,
  of({ object }) {
    const { apiVersion, kind, namespace = "", name } = refOf(innerOf(object));
    return { group: groupOf(apiVersion), kind, namespace, name };
  },
  async import({ identity, client }) {
    const [group, kind, namespace, name] = ["group", "kind", "namespace", "name"].map((part) => textOf(identity[part]));
    const place = namespace === "" ? {} : { namespace };
    const ref = { apiVersion: "v1", kind: kind ?? "", name: name ?? "", ...place };
    const apiVersion =
      group === "" ? "v1" : await explained({ verb: "import", ref }, () => preferred(client, group ?? ""));
    return importedRef({ ...ref, apiVersion }, client);
  },
};

/** The version of a group that its server prefers. */
async function preferred(client: HikubeClient, group: string): Promise<string> {
  const { preferredVersion } = objectIn(await client.cluster().raw("GET", `/apis/${encodeURIComponent(group)}`));
  return textIn(objectIn(preferredVersion).groupVersion);
}

/** Import by `apiVersion=apps/v1,kind=Deployment,namespace=shop,name=web`. */
export async function importById({
  id,
  client,
}: Request<HikubeClient> & { readonly id: string }): Promise<readonly Imported<Schema>[]> {
  return importedRef(parseImportId(id), client);
}

/** `read` follows, and fills in the rest. */
async function importedRef(ref: ObjectRef, client: HikubeClient): Promise<readonly Imported<Schema>[]> {
  assertImportable(dynamicFrom(objectOf(ref)));
  const namespaced = await explained({ verb: "import", ref }, () => client.cluster().isNamespaced(ref));
  try {
    checkNamespace(ref, namespaced);
  } catch (error) {
    // There is no manifest yet that the message could point to.
    if (error instanceof DiagnosticError)
      throw new DiagnosticError(
        error.summary,
        `Import it as ${kindId({ ...ref, namespace: namespaced ? "NAMESPACE" : undefined })}.`,
      );
    throw error;
  }
  await explained({ verb: "import", ref }, () => refuseOthers(client, ref, { path: undefined }));
  return [{ state: { object: dynamicFrom(objectOf(ref)) } }];
}

/** As much of an object as says which one it is. */
export function objectOf({ apiVersion, kind, name, namespace }: ObjectRef): JsonRecord {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}
