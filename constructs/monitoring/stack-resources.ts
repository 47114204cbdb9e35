import type { TerraformProvider, TerraformResource } from "cdktf";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { exposureObjects } from "../../src/model/monitoring/stack/exposure";
import type { DashboardMap } from "../../src/model/monitoring/stack/grafana-release";
import { type MonitoringStack, monitoringStack } from "../../src/model/monitoring/stack/monitoring-stack";
import { releaseSources, stackReleases } from "../../src/model/monitoring/stack/stack-releases";
import { metadataOf } from "../../src/model/tenant/objects/metadata";
import { type Tenant, tenantNodes } from "../../src/model/tenant/resolve/tenant";
import type * as dashboardRoom from "../../src/dashboards";
import { emitGroup } from "../order";
import { registryOf } from "../registry";
import type { TenantConstruct } from "../tenant-construct";
import { nodeOf } from "../tenant-record";
import { emitReleases } from "./helm-releases";
import { emitSecrets } from "./stack-secrets";

interface StackProviders {
  /** Of hashicorp/kubernetes. */
  readonly provider: TerraformProvider | undefined;
  readonly helmProvider: TerraformProvider | undefined;
}

/** Everything in the namespace of a stack, after its isolation. Nothing of a stack whose spec is wrong: synth tells why. */
export function emitStack(
  construct: TenantConstruct,
  { provider, helmProvider }: StackProviders,
): readonly TerraformResource[] {
  const stack = stackOf(construct);
  if (stack === undefined) return [];
  const { quotaResource } = construct;
  const boards = boardsOf(stack);
  const before = [
    ...emitSecrets(construct, stack, quotaResource, provider),
    ...emitGroup(
      construct,
      boards.map((board) => configMap(board, stack.place)),
      [quotaResource],
      { provider },
    ),
  ];
  emitGroup(construct, exposureObjects(stack), [quotaResource], { provider });
  const maps = boards.map((board): DashboardMap => ({ ...board, configMap: mapName(board) }));
  const valuesOf = (name: string) => releasesOf(construct, maps).find((release) => release.name === name)?.values;
  return emitReleases(construct, releaseSources(stack), valuesOf, { before, provider: helmProvider });
}

function stackOf(construct: TenantConstruct): MonitoringStack | undefined {
  const node = nodeOf(construct);
  return "tenant" in node ? monitoringStack(node.tenant) : undefined;
}

/** Of a wrong spec no values can be made; cdktf asks for them before it tells any fault. */
function releasesOf(construct: TenantConstruct, maps: readonly DashboardMap[]) {
  if (registryOf(construct).issues().length > 0) return [];
  const stack = stackOf(construct);
  return stack === undefined ? [] : stackReleases(stack, collectedBy(construct), maps);
}

/** All tenants of the app whose data is in the stack, parents first. */
export function collectedBy(construct: TenantConstruct): readonly Tenant[] {
  const { roots } = registryOf(construct).cluster(construct.platform.cluster);
  const tenants = tenantNodes(roots).map(({ tenant }) => tenant);
  return tenants.filter(({ monitoring }) => monitoring === construct.namespace);
}

function boardsOf({ spec }: MonitoringStack): readonly dashboardRoom.Dashboard[] {
  const { dashboards: { groups, applications } = {}, prices, nodes } = spec;
  return loadDashboards().dashboards({ groups, applications, prices, nodes });
}

/** On demand: Grafana's SDK is 239 modules, and would double the CPU that an app without any stack takes to start. */
function loadDashboards(): typeof dashboardRoom {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- A constructor cannot wait for `import()`.
  return require("../../src/dashboards") as typeof dashboardRoom;
}

function mapName({ uid }: dashboardRoom.Dashboard): string {
  return `dashboard-${uid}`;
}

/** One for each board: a ConfigMap holds less than all of a group. */
function configMap(board: dashboardRoom.Dashboard, place: Tenant): KubeObject {
  const data = { [`${board.uid}.json`]: board.json };
  return { apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(place, mapName(board)), data };
}
