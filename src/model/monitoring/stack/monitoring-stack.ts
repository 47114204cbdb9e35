import { stackOf } from "../../tenant/objects/stack-policies";
import type { Tenant } from "../../tenant/resolve/tenant";
import { revisionOf } from "./revision";
import type { MonitoringSpec } from "../../tenant/spec/monitoring-spec";

/** A stack that is about to be written: its place in the tree, whose it is, what was asked for. */
export interface MonitoringStack {
  /** The reserved sub-tenant that it stands in. */
  readonly place: Tenant;
  /** The tenant whose stack it is. */
  readonly owner: Tenant;
  readonly spec: MonitoringSpec;
}

/** The stack in the namespace of a tenant, if that is the place of one. */
export function monitoringStack(place: Tenant): MonitoringStack | undefined {
  const spec = stackOf(place);
  const { parent } = place;
  return spec === undefined || parent === undefined || !("spec" in parent) ? undefined : { place, owner: parent, spec };
}

/** The Secret with the tokens of what reads through the gateway, one key a reader: made by the plan, never in its state. */
export const READERS_SECRET = "hikube-readers";

/** The Secret with the password of Grafana's administrator. */
export const ADMIN_SECRET = "hikube-grafana-admin";

/** What reads with a token, beside Grafanas of sub-tenants. */
export const READERS = { grafana: "grafana", alerts: "alerts" } as const;

/** Another number whenever tokens are made anew: because that is asked for, or because there is one more reader. */
export function tokensRevision({ spec }: MonitoringStack): number {
  const { tokensRevision: asked = 1, grafanas = [] } = spec;
  return revisionOf([String(asked), ...grafanas.map(({ tenant }) => tenant)]);
}

/** What tells the pods of a release that the tokens in their environment are others. */
export function tokenAnnotations(stack: MonitoringStack): Readonly<Record<string, string>> {
  return { "hikube.cloud/tokens-revision": String(tokensRevision(stack)) };
}

/** The environment variable of the gateway with the token of a reader. */
export function tokenVariable(reader: string): string {
  return `READER_${reader.toUpperCase().replaceAll("-", "_")}`;
}

/** The reader of a sub-tenant's own Grafana, by the namespace that it shows. */
export function grafanaReader(tenant: string): string {
  return `grafana-${tenant}`;
}
