import { Document, visit } from "yaml";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { hasInvisible, withEscapes } from "../../model/printable";
import { platformObjects } from "../../model/platform/platform";
import { defineCommand, UsageError, commaList } from "../command";
import { CLUSTER_OPTION, loadTenants, TENANTS_ARGUMENT, type ClusterOption, type Tenants } from "../tenants-source";
import { forestObjects } from "../../model/tenant/objects/objects";

interface RenderOptions extends ClusterOption {
  readonly namespace?: readonly string[];
  readonly platform?: boolean;
}

export const render = defineCommand<RenderOptions>({
  path: ["render"],
  summary: "print the Kubernetes objects as YAML",
  description:
    "Prints all objects of the tenants for GitOps tools and kubectl, in the order in which they must be applied: nobody " +
    "gets access to a namespace before its isolation is in place.",
  examples: [
    "hikube render --platform > tenants.yaml",
    "hikube render tenants.yaml --namespace tenant-production-shop",
    "hikube render tenants.yaml --platform | kubectl apply --server-side -f -",
  ],
  argument: TENANTS_ARGUMENT,
  formats: ["yaml"],
  options: [
    CLUSTER_OPTION,
    {
      flags: "-n, --namespace <namespace>",
      description: "only the tenant of this namespace; may be repeated",
      parse: commaList,
    },
    { flags: "--platform", description: "also what the cluster needs once: level roles, guardrails, hikube-system" },
  ],
  run({ namespace, platform = false, ...options }, _io, [file]) {
    const tenants = loadTenants(file, options);
    const objects = [...(platform ? platformOf(tenants) : []), ...chosenObjects(tenants, namespace)];
    const whole = { apiVersion: "v1", kind: "List", items: objects };
    const text = objects.map(toYaml).join("---\n");
    return Promise.resolve({ text: text.trimEnd(), json: whole });
  },
});

function platformOf({ cluster, contact }: Tenants): readonly KubeObject[] {
  const { base, guardrails } = platformObjects({ cluster, contact, guardrails: true });
  return [...base, ...guardrails];
}

function chosenObjects({ roots }: Tenants, wanted: readonly string[] | undefined): readonly KubeObject[] {
  const all = forestObjects(roots);
  const known = all.map(({ namespace }) => namespace);
  const unknown = wanted?.filter((namespace) => !known.includes(namespace)) ?? [];
  if (unknown.length > 0) {
    throw new UsageError(
      `no tenant has the namespace ${unknown.join(", ")}; there are: ${known.join(", ")}`,
      "unknown-name",
    );
  }
  return all.filter(({ namespace }) => wanted?.includes(namespace) ?? true).flatMap(({ objects }) => objects);
}

/**
 * Kubernetes reads YAML 1.1, where `no` and `0o7` are no strings; anchors confuse those who compare files. What cannot
 * be seen is written as an escape, which only double quotes know.
 */
function toYaml(object: object): string {
  const document = new Document(object, { compat: "yaml-1.1", aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === "string" && hasInvisible(node.value.replaceAll("\n", ""))) node.type = "QUOTE_DOUBLE";
    },
  });
  return withEscapes(document.toString({ lineWidth: 0 }), (code) => `\\U${code.toString(16).padStart(8, "0")}`);
}
