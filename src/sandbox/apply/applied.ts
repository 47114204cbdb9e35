import type { ObjectRef } from "../../kube/cluster";
import { listIn, objectIn, textIfAny } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { describedObject } from "../../terraform/described-object";

/** A resource of Terraform that was applied. */
export interface AppliedResource {
  /** Address in its stack, e.g. `kubernetes_namespace_v1.shop_namespace_1A2B3C4D`. */
  readonly address: string;
  /** The object of Kubernetes that it stands for. @default - none, or of a type that is not known here */
  readonly object?: ObjectRef;
}

/** The values of what `terraform output -json` printed. */
export function outputsIn(text: string): Readonly<Record<string, unknown>> {
  const outputs = Object.entries(objectIn(parseJson(text)));
  return Object.fromEntries(outputs.map(([name, output]) => [name, objectIn(output).value]));
}

/** The managed resources of what `terraform show -json` printed. */
export function resourcesIn(text: string): readonly AppliedResource[] {
  return resourcesOf(objectIn(objectIn(parseJson(text)).values).root_module);
}

function resourcesOf(module: unknown): readonly AppliedResource[] {
  const { resources, child_modules: children } = objectIn(module);
  const managed = listIn(resources)
    .map(objectIn)
    .filter(({ mode }) => mode === "managed");
  return [...managed.map(toResource), ...listIn(children).flatMap(resourcesOf)];
}

function toResource({ address, type, values }: Readonly<Record<string, unknown>>): AppliedResource {
  const described = describedObject(textIfAny(type) ?? "", values);
  if (described === undefined) return { address: textIfAny(address) ?? "" };
  const { apiVersion, kind, name, namespace } = described;
  const object = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return { address: textIfAny(address) ?? "", object };
}
