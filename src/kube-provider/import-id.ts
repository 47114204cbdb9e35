import type { ObjectRef } from "../kube/cluster";
import { show } from "../model/issue";
import { DiagnosticError } from "../plugin";

/**
 * Reads `apiVersion=v1,kind=ConfigMap,namespace=x,name=y`; the order is free.
 *
 * @throws DiagnosticError where a part is missing or unknown
 */
export function parseImportId(id: string): ObjectRef {
  const parts = new Map(id.split(",").map((part): [string, string] => split(part.trim(), id)));
  const required = (name: string): string => {
    const value = parts.get(name);
    if (value === undefined || value === "") throw badId(id, `${name} is missing`);
    return value;
  };
  const namespace = parts.get("namespace");
  return {
    apiVersion: required("apiVersion"),
    kind: required("kind"),
    name: required("name"),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

const KEYS = ["apiVersion", "kind", "namespace", "name"];

function split(part: string, id: string): [string, string] {
  const at = part.indexOf("=");
  const key = part.slice(0, Math.max(at, 0));
  if (!KEYS.includes(key)) throw badId(id, `${show(part)} is not one of ${KEYS.join(", ")}`);
  return [key, part.slice(at + 1)];
}

function badId(id: string, fault: string): DiagnosticError {
  return new DiagnosticError(
    "Failed to parse import ID",
    `${show(id)}: ${fault}; write apiVersion=<string>,kind=<string>,[namespace=<string>,]name=<string>`,
  );
}
