import { createHash } from "node:crypto";
import { forClient, type AnyDataSource, type Schema, type Value, type ValueRecord } from "../../plugin";
import { blockOf, textOf } from "../../kube-provider/values";
import { filled } from "../sdkv2/zero";
import { explained, type KubernetesClient } from "../../kube-provider/client";
import { listIn, objectIn, textIn } from "../../model/json";
import { named } from "../../kube/keep";
import { camelCase } from "./mapping";
import { allMetadata } from "./metadata";
import { dataSourceSchema } from "./schema";

export function namespaceData(): AnyDataSource<KubernetesClient> {
  const schema = dataSourceSchema("kubernetes_namespace_v1");
  return forClient<KubernetesClient>().dataSource<Schema>({
    schema,
    async read({ config, client }): Promise<ValueRecord> {
      const name = textOf(blockOf(config.metadata).name);
      const found = await explained({}, () => client.cluster().get({ apiVersion: "v1", kind: "Namespace", name }));
      const metadata = (values: Value): Value =>
        schema.blocks?.metadata === undefined ? values : filled(schema.blocks.metadata, values);
      // The real provider takes a namespace that is not there for an empty one.
      if (found === undefined) return { id: name, metadata: metadata(config.metadata ?? null), spec: null };
      const finalizers = listIn(objectIn(found.spec).finalizers).map(textIn);
      return {
        id: name,
        metadata: metadata([allMetadata(found)]),
        spec: finalizers.length === 0 ? [] : [{ finalizers }],
      };
    },
  });
}

export function allNamespacesData(): AnyDataSource<KubernetesClient> {
  return forClient<KubernetesClient>().dataSource<Schema>({
    schema: dataSourceSchema("kubernetes_all_namespaces"),
    async read({ client }) {
      const found = await explained({}, () =>
        client.cluster().list({ apiVersion: "v1", kind: "Namespace" }, { keep: named }),
      );
      const namespaces = found.map(({ metadata }) => metadata.name);
      return { id: createHash("sha256").update(namespaces.join("")).digest("hex"), namespaces };
    },
  });
}

export function serverVersionData(): AnyDataSource<KubernetesClient> {
  const schema = dataSourceSchema("kubernetes_server_version");
  return forClient<KubernetesClient>().dataSource<Schema>({
    schema,
    async read({ client }) {
      const answer = objectIn(await explained({}, () => client.cluster().raw("GET", "/version")));
      const version = textIn(answer.gitVersion).replace(/^v/, "");
      const names = Object.keys(schema.attributes ?? {});
      const fields = names.map((name) => [name, textIn(answer[camelCase(name)])] as const);
      return { ...Object.fromEntries(fields), id: version, version };
    },
  });
}
