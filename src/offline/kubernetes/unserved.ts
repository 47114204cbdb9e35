import { forClient, type AnyDataSource, type AnyResource, type Schema } from "../../plugin";
import type { KubernetesClient } from "../../kube-provider/client";
import { notServed } from "./not-served";
import { dataSourceSchema, resourceSchema } from "./schema";

/**
 * Types that are known but not served: with their schema Terraform can read a configuration of theirs,
 * and the user gets an error that names the way out. All others Terraform itself does not know.
 */
export const UNSERVED_RESOURCES = [
  "kubernetes_ingress_v1",
  "kubernetes_persistent_volume_claim_v1",
  "kubernetes_service_v1",
] as const;

export const UNSERVED_DATA_SOURCES = ["kubernetes_resource", "kubernetes_resources"] as const;

/** A resource type that refuses every configuration. */
export function unservedResource(typeName: string): AnyResource<KubernetesClient> {
  const refuse = (): never => {
    throw notServed(typeName);
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
export function unservedDataSource(typeName: string): AnyDataSource<KubernetesClient> {
  const refuse = (): never => {
    throw notServed(`the data source ${typeName}`);
  };
  return forClient<KubernetesClient>().dataSource<Schema>({
    schema: dataSourceSchema(typeName),
    validate: refuse,
    read: refuse,
  });
}
