import { show } from "../../model/issue";
import { closestKey } from "../../model/schema/did-you-mean";
import { LABELS } from "../../model/tenant/spec/labels";
import { MONITORING_NAME } from "../../model/tenant/spec/tenant-names";
import { textOf } from "../../kube-provider/values";
import { DiagnosticError, type ValueRecord } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE } from "../objects/live";
import { isTenant } from "./free";
import { isStackName } from "./stack-place";
import { shown } from "./titles";

/**
 * Why the parent of a tenant hands nothing out, or its stack no place. A tenant of the constructs hands out what it sets aside: Terraform would take a change
 * of its quota for drift.
 */
export async function noParent(client: HikubeClient, values: ValueRecord): Promise<DiagnosticError> {
  const { parent, namespace } = values;
  const name = textOf(parent);
  const loop = await client.tenants.loopAbove(textOf(namespace));
  if (loop !== undefined) return inLoop(loop);
  const found = await client.live.get(NAMESPACE, name);
  const isThere = found?.metadata.labels?.[LABELS.tenant] !== undefined;
  const isPlace = isStackName({ name: textOf(values.name) }, name);
  if (isPlace && (isThere || (await client.tenants.tenant(name)) !== undefined)) return noStack(name);
  if (!isThere) {
    const meant = await meantBy(client, name);
    return new DiagnosticError(
      `There is no tenant ${name === "" ? '""' : shown(name)}`,
      `It is neither on the cluster nor planned by this block of the provider.${meant} Name the namespace of one: \`parent = hikube_tenant.production.namespace\`. One that another block (\`alias\`) or configuration makes is applied first.`,
      ["parent"],
    );
  }
  return new DiagnosticError(
    `${name} is a tenant of the constructs, and sets nothing aside`,
    "They write its quota whole, so that a share can only be taken of its `quota.reserved`. Give it one and apply that, or declare this tenant where its parent is, as a `HikubeSubTenant`, or move the parent: a `hikube_tenant` with a `moved` block from its `kubernetes_namespace_v1`.",
    ["parent"],
  );
}

/** The tenant on the cluster whose namespace was most likely meant: that is not its name. */
async function meantBy({ live }: HikubeClient, name: string): Promise<string> {
  if (name === "") return "";
  const { objects } = await live.changes(NAMESPACE);
  const tenants = [...objects].flatMap(([namespace, found]) => (found && isTenant(found) ? [namespace] : []));
  const meant = tenants.find((namespace) => namespace.endsWith(`-${name}`)) ?? closestKey(name, tenants);
  return meant === undefined ? "" : ` Did you mean ${show(meant)}?`;
}

function noStack(parent: string): DiagnosticError {
  return new DiagnosticError(
    `${shown(parent)} has no \`monitoring\``,
    `The name ${show(MONITORING_NAME)} is reserved for the place of its stack. Give it \`monitoring\`, where it is a \`hikube_tenant\`; or choose another name. [reserved-tenant-name]`,
    ["name"],
  );
}

function inLoop(loop: readonly string[]): DiagnosticError {
  return new DiagnosticError(
    `${shown(loop[0] ?? "")} would stand below itself`,
    `From each to its parent: ${loop.map(shown).join(", ")}. Leave \`parent\` out at the one that is the top, or give it another one.`,
    ["parent"],
  );
}
