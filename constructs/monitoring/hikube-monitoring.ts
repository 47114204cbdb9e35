import type { TerraformProvider, TerraformResource } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { SpecError } from "../../src/model/issue";
import { kindOf } from "../../src/model/schema/faults";
import { tenantObjects } from "../../src/model/tenant/objects/objects";
import { stackSpec } from "../../src/model/tenant/resolve/stack";
import type { MonitoringSpec } from "../../src/model/tenant/spec/monitoring-spec";
import { engineOf } from "../engine/engine";
import { givenProps, HELM_PROVIDER, pathOf, propIssues, PROVIDER } from "../given";
import { metadata } from "../manifest-fields";
import { writePolicy } from "../open-way";
import { type GrowingNode, registryOf } from "../registry";
import { changeSpec } from "../resolved-again";
import { TenantConstruct } from "../tenant-construct";
import { assertSameApp, nodeIfAny } from "../tenant-record";
import { asTerraformText } from "../terraform-text";
import { emitStack } from "./stack-resources";

export interface HikubeMonitoringProps extends MonitoringSpec {
  /** The tenant whose stack it is, of the same app. */
  readonly tenant: TenantConstruct;
  /** Provider of the Secrets, ConfigMaps and of what serves the hosts, a KubernetesProvider on every engine. @default - the tenant's, else the stack's only one */
  readonly provider?: TerraformProvider;
  /** Provider of the Helm releases. @default - the only Helm provider of the stack */
  readonly helmProvider?: TerraformProvider;
}

/**
 * The monitoring stack of a tenant: Grafana, VictoriaMetrics and VictoriaLogs in the reserved sub-tenant `monitoring`,
 * with the metrics and logs of the tenant and of every sub-tenant below it that has no stack of its own. The platform's
 * `HikubeCollection` sends them. Invalid props do not throw here: synth reports all faults of the app at once.
 */
export class HikubeMonitoring extends TenantConstruct {
  /** The tenant whose stack it is. */
  readonly tenant: TenantConstruct;
  /** Whether the metrics of nodes come here too. */
  readonly nodes: boolean;
  /** The Helm releases, in the order in which they are made. */
  readonly releases: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: HikubeMonitoringProps) {
    const { tenant: given, provider, helmProvider, ...stack } = givenProps(scope, id, props);
    const { tenant, spec } = declareStack(scope, id, given, stack);
    super(scope, id, stackSpec(spec), { platform: tenant.platform, parent: tenant, isStack: true });
    const types = { provider: PROVIDER, helmProvider: HELM_PROVIDER };
    registryOf(this).report(...propIssues({ provider, helmProvider }, types, this.node.path));
    collectBelow(tenant);
    this.tenant = tenant;
    this.nodes = spec.nodes === true;
    this.releases = emitStack(this, { provider: provider ?? ofObjects(this), helmProvider });
  }
}

/** Of the engine `hikube` a tenant has another one. */
function ofObjects({ platform, provider }: TenantConstruct): TerraformProvider | undefined {
  return engineOf(platform) === "kubernetes" ? provider : undefined;
}

/** Writes the stack into the spec of its tenant, before the place of the stack is made below it. @throws SpecError */
function declareStack(scope: Construct, id: string, tenant: TenantConstruct, spec: MonitoringSpec) {
  const node = nodeIfAny(tenant);
  const path = pathOf(scope, id);
  if (node === undefined || !("tenant" in node) || node.tenant.isStack) {
    throw new SpecError([
      {
        path: [path, "tenant"],
        code: "wrong-type",
        message: "not a tenant of this app",
        received: node === undefined ? kindOf(tenant) : "a stack, or a tenant of another app",
        expected: "the HikubeTenant or HikubeSubTenant whose stack it is",
        hint: "declare the stack in the app that declares its tenant, and pass the construct",
      },
    ]);
  }
  assertSameApp(tenant, scope, [path, "tenant"]);
  if (node.tenant.stack !== undefined) throw new SpecError([secondStack(path, tenant)]);
  registryOf(tenant).stackPaths.set(tenant.node.path, path);
  changeSpec(node, { ...node.tenant.spec, monitoring: spec });
  registryOf(tenant).changed();
  return { tenant, spec: readSpecOf(node) };
}

/** The stack as it was read into the spec of its tenant. */
function readSpecOf({ tenant }: GrowingNode): MonitoringSpec {
  return tenant.stack ?? NOT_READABLE;
}

/** Stands for a spec that cannot be read: synth tells why, and writes nothing. */
const NOT_READABLE: MonitoringSpec = { host: "", exposure: { kind: "ingress", fromNamespace: "" } };

function secondStack(path: string, tenant: IConstruct) {
  return {
    path: [path, "tenant"],
    code: "duplicate-construct" as const,
    message: "the tenant has a monitoring stack",
    received: `"${tenant.node.path}"`,
    expected: "one stack for each tenant",
    hint: "remove one of the two",
  };
}

const FROM_COLLECTOR = "hikube-from-collector-ingress";

/** Lets the collectors in, and labels namespaces, where tenants were declared before the stack; those after it do so by themselves. */
function collectBelow(tenant: TenantConstruct): void {
  // The one resource of each tenant is written of its spec, at synth.
  if (engineOf(tenant.platform) === "hikube") return;
  const own = nodeIfAny(tenant);
  if (own === undefined || !("tenant" in own)) return;
  const collected = new Set<unknown>(nodesBelow(own));
  for (const construct of tenant.node.root.node.findAll().filter(isTenant)) {
    const node = nodeIfAny(construct);
    if (node === undefined || !("tenant" in node) || !collected.has(node)) continue;
    const { namespace, isolation } = tenantObjects(node.tenant, []);
    const { namespaceResource: resource } = construct;
    if ("putMetadata" in resource) resource.putMetadata(metadata(asTerraformText(namespace)));
    for (const policy of isolation.ways.filter((way) => way.metadata.name === FROM_COLLECTOR)) {
      writePolicy(construct, policy);
    }
  }
}

/** A tenant that is declared in this app, by whatever copy of this package. */
function isTenant(construct: IConstruct): construct is TenantConstruct {
  const node = nodeIfAny(construct);
  return node !== undefined && "tenant" in node;
}

function nodesBelow(node: GrowingNode): readonly GrowingNode[] {
  return [node, ...node.children.flatMap(nodesBelow)].filter(({ tenant }) => !tenant.isStack);
}
