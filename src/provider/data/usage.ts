import { objectIn, textMapIn } from "../../model/json";
import { reserveOn, type ReserveRecord } from "../../model/tenant/objects/reserve";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import { textOf } from "../../kube-provider/values";
import { forClient, type AnyDataSource, type Attribute, type Schema } from "../../plugin";
import type { HikubeClient } from "../client";
import { declaredOn, drawnFrom, pendingOn, settlement, sharesOf, sharesOn } from "../tenant/ledger";
import { OF_NAMESPACE, tenantIn } from "./tenants";

const amounts = (description: string): Attribute => ({ type: ["map", "string"], computed: true, description });

const USAGE_SCHEMA: Schema = {
  description:
    "What a tenant may take and what it takes, by the keys of ResourceQuota: `limits.cpu`, `requests.storage`.",
  attributes: {
    namespace: OF_NAMESPACE,
    hard: amounts("What the namespace itself may take, as its quota says."),
    used: amounts("What it takes, as the cluster counts it. Empty until the cluster has counted."),
    declared: amounts("What the tenant and all below it may take together. Null of a tenant that the constructs made."),
    reserved: amounts(
      "What of it is set aside. Null of a tenant that the constructs made and that sets nothing aside.",
    ),
    shares: {
      type: ["map", ["map", "string"]],
      computed: true,
      description:
        "What each tenant directly below takes of it, by namespace; of a tenant that the constructs made, of what it sets aside. Null where that is nothing.",
    },
    left: amounts(
      "What is declared, without what is reserved and what the shares take: what `hard` is where nobody changed it. Of a tenant that the constructs made, what is left of what it sets aside; null where that is nothing.",
    ),
  },
};

/** The quota of a tenant, and how it is divided. */
export function usageData(): AnyDataSource<HikubeClient> {
  return forClient<HikubeClient>().dataSource<Schema>({
    schema: USAGE_SCHEMA,
    async read({ client: { survey }, config }) {
      const namespace = textOf(config.namespace);
      const all = await survey.tenants();
      const tenant = tenantIn(all, namespace);
      const quota = await survey.quota(namespace);
      const declared = quota === undefined ? undefined : declaredOn(quota);
      const plain = {
        namespace,
        hard: textMapIn(objectIn(quota?.spec).hard),
        used: textMapIn(objectIn(quota?.status).used),
      };
      const children = all.filter(({ metadata }) => metadata.labels?.[LABELS.parent] === namespace);
      if (quota === undefined || declared === undefined) {
        return { ...plain, declared: null, ...reserveUse(reserveOn(tenant), children) };
      }
      const shares = sharesOf(sharesOn(children), pendingOn(quota), Date.now());
      const { capacity, reserved } = declared;
      const { left } = settlement(declared, shares);
      return { ...plain, declared: capacity, reserved, shares: Object.fromEntries(shares), left };
    },
  });
}

/** How what a tenant of another engine sets aside is divided. */
function reserveUse(reserve: ReserveRecord | undefined, children: readonly KubeObject[]) {
  if (reserve === undefined) return { reserved: null, shares: null, left: null };
  const shares = new Map([...drawnFrom(children)].map(([name, { capacity }]) => [name, capacity]));
  const { left } = settlement({ capacity: reserve.amounts, reserved: {} }, shares);
  return { reserved: reserve.amounts, shares: Object.fromEntries(shares), left };
}
