import { printableLine } from "../model/printable";
import type { ClusterWide } from "./cluster-wide";
import { foldTenant, foldWide } from "./fold";
import type { Grant, TenantGrants } from "./grant";
import type { AccessReport } from "./report";
import { subjectTitle } from "./subject";
import {
  absentTenants,
  acceptedWords,
  findingWords,
  grantWords,
  levelsWords,
  missingWords,
  subjectsWords,
  undeclaredTenants,
} from "./words";

const FINDING = "!";
const INSIDE = "~";

/** Prints the tenants as a tree with who may do what in each; what is wrong comes last. */
export function renderAccessText({ tenants, cluster, findings, accepted = [] }: AccessReport): string {
  const lines = [
    ...tenants.flatMap(tenantLines),
    ...(cluster === undefined ? [] : wideLines(cluster)),
    ...legend(tenants, findings.length > 0),
    ...section("declared, but not in the cluster:", tenants.flatMap(missingLines)),
    ...section("tenants that the cluster does not have:", absentTenants(tenants)),
    ...section("tenants, and namespaces below one, that the file does not name:", undeclaredTenants(tenants)),
    ...section("looked at and accepted:", accepted.map(acceptedWords)),
    ...section("somebody must look at:", findings.map(findingWords)),
  ];
  return lines.map(printableLine).join("\n");
}

function tenantLines(tenant: TenantGrants): readonly string[] {
  const { own, inherited, others } = foldTenant(tenant);
  const indent = "  ".repeat(tenant.depth + 1);
  const width = Math.max(...own.map(({ level = "" }) => level.length), 0);
  return [
    `${"  ".repeat(tenant.depth)}${tenant.name}  ${tenant.namespace}`,
    ...own.map(({ level = "", subject }) => `${indent}${level.padEnd(width)}  ${subjectTitle(subject)}`),
    ...[...inherited].map(([from, grants]) => `${indent}from ${from}: ${levelsWords(grants)}`),
    ...others.map((grant) => `${indent}${markOf(grant)}${grantWords(grant)}`),
    ...(own.length + inherited.size + others.length === 0 ? [`${indent}nobody`] : []),
  ];
}

function markOf({ finding, declared }: Grant): string {
  if (finding !== undefined) return `${FINDING} `;
  return declared === true ? "" : `${INSIDE} `;
}

function wideLines({ clusterWide, elsewhere, platform }: ClusterWide): readonly string[] {
  const { findings, admins, system, roles } = foldWide(clusterWide);
  const lines = [
    ...findings.map((grant) => `${FINDING} ${grantWords(grant)}`),
    ...(admins.length === 0 ? [] : [`cluster-admin, everything: ${subjectsWords(admins)}`]),
    ...(system === 0 ? [] : [`Kubernetes' own components by roles of system:… : ${String(system)}`]),
    ...[...roles].map(
      ([role, grants]) => `${role}, ${grants[0]?.allows ?? ""}: ${subjectsWords(grants.map(({ subject }) => subject))}`,
    ),
    ...(elsewhere === 0 ? [] : [`and rights that open nothing in a namespace: ${String(elsewhere)}`]),
  ];
  return [
    ...section("in every namespace, by ClusterRoleBindings:", lines),
    ...section(
      "in hikube-system, where the accounts of pipelines are:",
      platform.map((grant) => `${grant.finding === undefined ? "" : `${FINDING} `}${grantWords(grant)}`),
    ),
  ];
}

function legend(tenants: readonly TenantGrants[], hasFindings: boolean): readonly string[] {
  const isInside = ({ declared, finding, level }: Grant) =>
    declared !== true && finding === undefined && level === undefined;
  const hasInside = tenants.some(({ grants }) => grants.some(isInside));
  const words = [
    ...(hasFindings ? [`${FINDING} somebody must look at it`] : []),
    ...(hasInside ? [`${INSIDE} not declared, and nobody has to look`] : []),
  ];
  return words.length === 0 ? [] : ["", words.join("   ")];
}

function missingLines(tenant: TenantGrants): readonly string[] {
  return foldTenant(tenant).missing.map((grant) => `${tenant.namespace}: ${missingWords(grant)}`);
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", heading, ...lines.map((line) => `  ${line}`)];
}
