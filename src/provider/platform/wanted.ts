import type { KubeObject } from "../../model/kubernetes/kube-object";
import { platformObjects } from "../../model/platform/platform";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import type { ValueRecord } from "../../plugin";
import type { HikubeClient } from "../client";
import type { Held } from "../objects/forgotten";

/** What the state of the platform holds. */
export const HELD: Held = { what: "the platform", namespace: PLATFORM_NAMESPACE };

/** What the platform consists of, as it is declared. */
export async function wantedOf(client: HikubeClient, values: ValueRecord): Promise<readonly KubeObject[]> {
  const { guardrails, readable_classes: readableClasses, contact } = values;
  const { base, guardrails: policies } = platformObjects({
    cluster: await client.facts(),
    guardrails: guardrails !== false,
    readableClasses: readableClasses !== false,
    ...(typeof contact === "string" ? { contact } : {}),
  });
  return [...base, ...policies];
}
