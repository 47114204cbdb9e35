import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validateClusterFacts } from "../../model/cluster/cluster-facts-rules";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { listIn, objectIn, textIfAny } from "../../model/json";
import { DOCUMENT_NAME } from "../../model/tenant/document";
import { tenantOf } from "../../review/state";
import type { PlannedObject } from "./planned-objects";

/** What synth wrote of one cluster. */
export interface Document {
  readonly facts: ClusterFacts;
  readonly namespaces: ReadonlySet<string>;
}

/** The facts that synth wrote for most of the tenants; of no tenant, those of the first document. */
export function factsFor(objects: readonly PlannedObject[], documents: readonly Document[]): ClusterFacts | undefined {
  return (documentOf(objects, documents) ?? documents[0])?.facts;
}

/** The document that has the most of the tenants. */
export function documentOf(objects: readonly PlannedObject[], documents: readonly Document[]): Document | undefined {
  const tenants = new Set(objects.flatMap(({ before, after }) => tenantOf(after ?? before) ?? []));
  const count = ({ namespaces }: Document): number => [...tenants].filter((name) => namespaces.has(name)).length;
  return documents.filter((one) => count(one) > 0).sort((left, right) => count(right) - count(left))[0];
}

/** The documents of an output folder; one that cannot be read says nothing, as none does. */
export function documentsIn(output: string): readonly Document[] {
  if (!existsSync(output)) return [];
  const files = readdirSync(output)
    .filter((name) => DOCUMENT_NAME.test(name))
    .sort();
  return files.flatMap((name) => {
    try {
      const { cluster, tenants } = objectIn(JSON.parse(readFileSync(join(output, name), "utf8")));
      if (validateClusterFacts(cluster, [name]).length > 0) return [];
      return [{ facts: cluster as ClusterFacts, namespaces: new Set(namespacesIn(tenants)) }];
    } catch {
      return [];
    }
  });
}

function namespacesIn(entries: unknown): readonly string[] {
  return listIn(entries).flatMap((entry) => {
    const { namespace, children } = objectIn(entry);
    return [...(textIfAny(namespace) === undefined ? [] : [namespace as string]), ...namespacesIn(children)];
  });
}
