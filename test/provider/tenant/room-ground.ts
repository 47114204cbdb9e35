import { objectIn, textIn } from "../../../src/model/json";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../../src/model/tenant/spec/labels";
import type { ValueRecord } from "../../../src/plugin";
import { NAMESPACE } from "../../../src/provider/objects/live";
import { pendingOn } from "../../../src/provider/tenant/ledger";
import { settle } from "../../../src/provider/tenant/settle";
import { tenantRun } from "./tenant-run";

export const PARENT = "tenant-top";
export const CHILD = `${PARENT}-slow`;
export const NOW = 1_800_000_000_000;
const AMOUNTS = { memory: "1Gi", storage: "1Gi" };
const KEYS = ["limits.cpu", "requests.cpu", "limits.memory", "requests.memory", "requests.storage"];

const share = (cpu: string) => ({ id: `fast-${cpu}`, capacity: { "limits.cpu": cpu } });

/** A parent with ten cores. */
export function parentOf(): readonly KubeObject[] {
  const capacity = Object.fromEntries(KEYS.map((key) => [key, key.endsWith("cpu") ? "10" : "64Gi"]));
  const spec = { name: "top", profile: "development", quota: { cpu: "10", memory: "64Gi", storage: "64Gi" } };
  const text = (key: string, value: object) => ({ [`hikube.cloud/${key}`]: JSON.stringify(value) });
  const labels = { [LABELS.managedBy]: MANAGER, [LABELS.tenant]: PARENT };
  const declared = text("declared", { capacity, reserved: {} });
  return [
    { ...NAMESPACE, metadata: { name: PARENT, labels, annotations: text("spec", spec) } },
    {
      ...{ apiVersion: "v1", kind: "ResourceQuota", spec: { hard: capacity } },
      metadata: { name: "hikube-tenant", namespace: PARENT, labels, annotations: declared },
    },
  ];
}

export const planOf = (cpu: string): ValueRecord => ({
  ...{ name: "slow", parent: PARENT, namespace: CHILD, quota: { cpu, ...AMOUNTS } },
});

/** A run below a parent with ten cores. */
export function runBelow(...objects: readonly KubeObject[]) {
  const run = tenantRun(...(objects.length === 0 ? parentOf() : objects));
  const quotas = () => [...run.kept.values()].filter(({ metadata: { name } }) => name === "hikube-tenant");
  const cpuOf = ({ spec }: KubeObject) => Number(textIn(objectIn(objectIn(spec).hard)["limits.cpu"]));
  const book = () => quotas().find(({ metadata: { namespace } }) => namespace === PARENT);
  return {
    ...run,
    /** Cores that quotas grant together. */
    granted: () => quotas().reduce((sum, quota) => sum + cpuOf(quota), 0),
    pending: () => pendingOn(book()!),
    left: () => cpuOf(book()!),
    /** Another tenant takes cores, from its draw to its end. */
    async fast(cpu: string) {
      const name = `${PARENT}-fast`;
      await settle(run.cluster, PARENT, { child: name, share: share(cpu) });
      const annotations = { "hikube.cloud/share": JSON.stringify(share(cpu)) };
      const metadata = { name, labels: { "hikube.cloud/parent": PARENT }, annotations };
      run.put({ ...NAMESPACE, metadata });
      const quota = { name: "hikube-tenant", namespace: name };
      run.put({ apiVersion: "v1", kind: "ResourceQuota", metadata: quota, spec: { hard: { "limits.cpu": cpu } } });
      await settle(run.cluster, PARENT, { child: name });
    },
    /** Does something before the first write of a kind to the tenant. */
    before(kind: string, work: () => Promise<unknown>) {
      const apply = run.cluster.apply.bind(run.cluster);
      let isDone = false;
      run.cluster.apply = async (object, options) => {
        const isIt = !isDone && object.kind === kind && (object.metadata.namespace ?? object.metadata.name) === CHILD;
        if (isIt) {
          isDone = true;
          await work();
        }
        return apply(object, options);
      };
    },
    /** From now on nothing is written any more, and the call fails that meets this. */
    kill(): Promise<never> {
      const dead = () => Promise.reject(new Error("killed"));
      Object.assign(run.cluster, { apply: dead, patch: dead, create: dead, delete: dead });
      return dead();
    },
    /** The next run on the same cluster. */
    next: () => runBelow(...run.kept.values()),
  };
}
