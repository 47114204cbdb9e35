import type { Cluster } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { platformObjects } from "../../src/model/platform/platform";
import { isolationList, tenantObjects } from "../../src/model/tenant/objects/objects";
import { resolveTenant } from "../../src/model/tenant/resolve/resolve";
import type { AccessLevel } from "../../src/model/tenant/spec/access-levels";
import type { Tenant } from "../../src/model/tenant/resolve/tenant";
import type { TenantSpec } from "../../src/model/tenant/spec/spec";
import type { Sandbox, SandboxOptions } from "../../src/sandbox";
import { describeOnSandbox, eventually } from "./support";
import { knownCluster } from "../../src/model/cluster/known-cluster";

/** Two tenants on a guarded platform, and everybody who may attack. */
export interface Ground {
  readonly sandbox: Sandbox;
  readonly admin: Cluster;
  /** Somebody who holds a level on `tenant-shop` and nothing else. */
  readonly member: (level: AccessLevel) => Cluster;
  /** Somebody whom the cluster knows and who has the groups given. */
  readonly outsider: (user: string, ...groups: readonly string[]) => Cluster;
}

/** The tenant under attack, and its namespace. */
export const SHOP = "tenant-shop";
/** A neighbour with everything at the profile's default. */
export const BANK = "tenant-bank";

const TENANTS: readonly TenantSpec[] = [
  {
    name: "shop",
    profile: "development",
    quota: { loadBalancers: 3, extendedResources: { "example.com/dongle": 2 } },
    access: {
      viewers: [{ kind: "Group", name: "shop:viewer" }],
      users: [{ kind: "Group", name: "shop:user" }],
      admins: [{ kind: "Group", name: "shop:admin" }],
      owners: [{ kind: "Group", name: "shop:owner" }],
    },
    security: {
      imageRegistries: ["ghcr.io/acme/"],
      storageClasses: ["standard", "absent"],
      ingressClasses: ["public"],
      hostnames: ["shop.example.ch", "*.shop.example.ch"],
      serviceTypes: ["LoadBalancer"],
      csiDrivers: ["secrets-store.csi.k8s.io"],
      tolerations: ["shop.example.ch/dedicated"],
      subjectPrefixes: ["oidc:shop-"],
      ingressAnnotations: ["cert-manager.io/cluster-issuer"],
      serviceAnnotations: ["service.example.ch/"],
    },
  },
  {
    name: "bank",
    profile: "staging",
    access: { admins: [{ kind: "Group", name: "bank:admin" }] },
    security: { priorityClasses: ["bank-high"] },
  },
];

/** `describe` on a sandbox that the platform and the tenants have been applied to, and that already refuses. */
export function describeUnderGuardrails(
  title: string,
  body: (ground: () => Ground) => void,
  options?: SandboxOptions,
): void {
  describeOnSandbox(
    title,
    (sandbox) => {
      let ground: Ground;
      beforeAll(async () => {
        ground = await prepare(sandbox());
      });
      body(() => ground);
    },
    options,
  );
}

async function prepare(sandbox: Sandbox): Promise<Ground> {
  const admin = sandbox.cluster();
  const cluster = await sandbox.facts();
  const { base, guardrails } = platformObjects({ cluster, guardrails: true });
  await applyAll(admin, [...base, ...guardrails]);
  const tenants = TENANTS.map((spec) => resolveTenant(spec, { path: spec.name, cluster: knownCluster(cluster) }));
  for (const tenant of tenants) await applyTenant(admin, tenant);
  const as = (user: string, ...groups: readonly string[]) =>
    sandbox.cluster({ user, groups: [...groups, "system:authenticated"] });
  const member = (level: AccessLevel) => as(`oidc:shop-${level}`, `shop:${level}`);
  await untilGuarded(admin, member("admin"));
  return { sandbox, admin, member, outsider: as };
}

export async function applyTenant(admin: Cluster, tenant: Tenant, children: readonly Tenant[] = []): Promise<void> {
  const { namespace, isolation, bindings } = tenantObjects(tenant, children);
  await applyAll(admin, [namespace, ...isolationList(isolation), ...bindings]);
}

/** In order, as Terraform would. */
export async function applyAll(admin: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await admin.apply(object, { fieldManager: "test", force: true });
}

/** A new tenant beside the others. */
export function newTenant(spec: TenantSpec, cluster: ClusterFacts): Tenant {
  return resolveTenant(spec, { path: spec.name, cluster: knownCluster(cluster) });
}

/** A policy takes effect within a few seconds, and the quotas count once their controller has looked at them. */
async function untilGuarded(admin: Cluster, member: Cluster): Promise<void> {
  const policies = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy" };
  await eventually("the type check of every policy", async () => {
    const all = await admin.list(policies);
    return all.every(({ status }) => status !== undefined) || undefined;
  });
  // Refused by the policy that was applied last: the ones before it are in force when it is.
  await eventually("a refusal", () => {
    const metadata = { name: "too-large", namespace: SHOP };
    const large = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "x".repeat(200_000) } };
    return member.apply(large, { fieldManager: "test", dryRun: true }).then(
      () => undefined,
      (error: unknown) => String(error).includes("hikube-config-size") || undefined,
    );
  });
  await eventually("quotas that count", async () => {
    const quotas = await admin.list({ apiVersion: "v1", kind: "ResourceQuota" });
    return quotas.every(({ status }) => (status as { used?: unknown } | undefined)?.used !== undefined) || undefined;
  });
}
