import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { PrivateState, ValueRecord } from "../../../src/plugin";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects } from "../../../src/provider/objects/live";
import { Claims } from "../../../src/provider/tenant/claims";
import { Registry } from "../../../src/provider/tenant/registry";
import { Settlements } from "../../../src/provider/tenant/settlements";
import { tenantResource } from "../../../src/provider/tenant/tenant-resource";
import { CLUSTER } from "../../model/tenants";
import { versionedServer } from "./versioned-server";

export interface Values {
  /** What is written; Terraform puts what `ignore_changes` names there, too. @default - nothing */
  readonly config?: ValueRecord;
  /** What is planned or applied. */
  readonly plan?: ValueRecord;
  /** What the state says. */
  readonly state?: ValueRecord | null;
  /** Whether the plan of what the provider says is none. @default false */
  readonly ignoring?: boolean;
  readonly private?: PrivateState;
}

/** One run of terraform on a cluster: what it is told, thrown or not, as `error: …` and `warning: …`. */
export function tenantRun(...objects: readonly KubeObject[]) {
  const server = versionedServer(...objects);
  const { cluster } = server;
  const live = new LiveObjects(() => cluster);
  const facts = () => Promise.resolve(CLUSTER);
  const parts = { live, facts, tenants: new Registry(live, facts), settlements: new Settlements() };
  const client = { cluster: () => cluster, claims: new Claims(() => cluster), ...parts } as unknown as HikubeClient;
  const resource = tenantResource();
  const { signal } = new AbortController();
  const told = async (values: Values & { readonly action?: string }, call: (request: never) => unknown) => {
    const diagnostics = new Collector();
    const given = { config: {}, plan: {}, state: null, private: {} };
    const request = { ...given, client, diagnostics, signal, stopping: signal, ...values };
    const answer = await Promise.resolve()
      .then(() => call(request as never))
      .catch((error: unknown) => {
        diagnostics.thrown(error);
      });
    const lines = diagnostics.list.map(({ severity, summary, detail = "" }) => `${severity}: ${summary}. ${detail}`);
    return { answer, lines };
  };
  const planned = (action: "create" | "update" | "delete", values: Values) =>
    told({ action, ...values }, (request) => resource.modifyPlan?.(request));
  return {
    ...server,
    planned,
    stored: (state: ValueRecord) => resource.stored?.({ client, state }),
    declared: (config: ValueRecord) => resource.declared?.({ client, config }),
    plan: async (...args: Parameters<typeof planned>) => (await planned(...args)).lines,
    read: (state: ValueRecord, kept: PrivateState = {}) =>
      told({ state, private: kept }, (request) => resource.read(request)),
    create: (plan: ValueRecord) => told({ plan }, (request) => resource.create(request)),
    update: (values: Values) => told(values, (request) => resource.update?.(request)),
    remove: async (state: ValueRecord, kept: PrivateState = {}) =>
      (await told({ state, private: kept }, (request) => resource.delete(request))).lines,
  };
}
