import { DiagnosticError, forClient, type AnyDataSource, type AnyResource, type Path, type Schema } from "../../plugin";
import type { KubernetesClient } from "../../kube-provider/client";
import { dataSourceSchema, resourceSchema } from "./schema";

/**
 * Types that are known but not served: with their schema Terraform can read a configuration of theirs,
 * and the user gets an error that names the way out. All others Terraform itself does not know.
 */
export const UNSUPPORTED_RESOURCES = [
  "kubernetes_ingress_v1",
  "kubernetes_persistent_volume_claim_v1",
  "kubernetes_service_v1",
] as const;

export const UNSUPPORTED_DATA_SOURCES = ["kubernetes_resource", "kubernetes_resources"] as const;

/** A resource type that refuses every configuration. */
export function unsupportedResource(typeName: string): AnyResource<KubernetesClient> {
  const refuse = (): never => {
    throw unsupported(typeName);
  };
  const schema = resourceSchema(typeName);
  return forClient<KubernetesClient>().resource<Schema>({
    schema,
    validate: refuse,
    create: refuse,
    read: refuse,
    update: refuse,
    delete: refuse,
  });
}

/** A data source that refuses every configuration. */
export function unsupportedDataSource(typeName: string): AnyDataSource<KubernetesClient> {
  const refuse = (): never => {
    throw unsupported(`the data source ${typeName}`);
  };
  return forClient<KubernetesClient>().dataSource<Schema>({
    schema: dataSourceSchema(typeName),
    validate: refuse,
    read: refuse,
  });
}

/** The error for what the real provider does and this one does not; it names the way out. */
export function unsupported(what: string, path?: Path): DiagnosticError {
  return new DiagnosticError(
    `The offline hashicorp/kubernetes does not serve ${what}`,
    "This provider belongs to the hikube sandbox and serves what tenants need. The real one comes from the Terraform registry: run with --providers registry, or without the offline providers.",
    path,
  );
}
