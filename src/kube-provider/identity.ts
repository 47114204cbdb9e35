import type { ObjectRef } from "../kube/cluster";
import { DiagnosticError, type Identity, type IdentityAttribute, type Schema, type ValueRecord } from "../plugin";
import { textOf } from "./values";

/** Version and attributes of the identities that the real provider stores beside its state. */
const VERSION = 1;
const REQUIRED: IdentityAttribute = { type: "string", requiredForImport: true };
const ATTRIBUTES = { api_version: REQUIRED, kind: REQUIRED, name: REQUIRED };

/** For what is moved from there: OpenTofu compares the versions of the two identities, and refuses the lower one. */
export const MOVED_IDENTITY_VERSION = VERSION + 1;

interface IdentityOptions {
  readonly namespaced: boolean;
  readonly refOf: (state: ValueRecord) => ObjectRef;
  readonly importId: (ref: ObjectRef) => string;
}

/** The identity of a resource that is one object: its version, kind and name, and its namespace where it has one. */
export function objectIdentity({ namespaced, refOf, importId }: IdentityOptions): Identity<Schema> {
  return {
    version: VERSION,
    attributes: namespaced ? { ...ATTRIBUTES, namespace: { type: "string" } } : ATTRIBUTES,
    of(state) {
      const { apiVersion, kind, name, namespace } = refOf(state);
      return { api_version: apiVersion, kind, name, ...(namespaced ? { namespace: namespace ?? "" } : {}) };
    },
    importId: (identity) => importId(refFrom(identity)),
  };
}

function refFrom(identity: ValueRecord): ObjectRef {
  const [apiVersion, kind, name] = [identity.api_version, identity.kind, identity.name].map((part) =>
    textOf(part ?? null),
  );
  if (apiVersion === undefined || kind === undefined || name === undefined || name === "") {
    throw new DiagnosticError("could not get name from resource identity");
  }
  const namespace = textOf(identity.namespace ?? null);
  return { apiVersion, kind, name, ...(namespace === "" ? {} : { namespace }) };
}
