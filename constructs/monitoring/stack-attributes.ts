import { Construct } from "constructs";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { type Issue, issueUnless, type Path, show } from "../../src/model/issue";
import { isRecord } from "../../src/model/json";
import { namespaceRule, stackRules } from "../../src/model/monitoring/collection/stack-rules";
import type { StackRoute } from "../../src/model/monitoring/collection/stack-route";
import { subtreeOf } from "../../src/model/monitoring/stack/gateway-release";
import { kindOf } from "../../src/model/schema/faults";
import { STACK_PORTS } from "../../src/model/tenant/objects/stack-policies";
import { orNothing } from "../given";
import { isKnown } from "../known";
import { nodeOf } from "../tenant-record";
import type { HikubeMonitoring } from "./hikube-monitoring";
import { collectedBy } from "./stack-resources";

/** A stack that is declared in another app or repository, or in another cluster. */
export interface StackAttributes {
  /** Namespace of the stack: `tenant-acme-monitoring`. */
  readonly namespace: string;
  /** Namespace of the tenant whose stack it is. */
  readonly tenant: string;
  /** Namespaces of tenants below it that do not start with its own. @default - none */
  readonly adopted?: readonly string[];
  /** Whether it gets the metrics of nodes. @default false */
  readonly nodes?: boolean;
  /** URL of its gateway where the stack is in another cluster: `https://…`. @default - the stack is in this cluster */
  readonly gateway?: string;
  /** Name under which a stack in another cluster knows this one. @default - the stack is in this cluster */
  readonly cluster?: string;
}

/** The stack as the collectors know it. */
export function routeOf(stack: HikubeMonitoring | StackAttributes): StackRoute {
  const given = isConstruct(stack) ? attributesOf(stack) : stack;
  return { ...given, gateway: given.gateway ?? `gateway.${given.namespace}.svc:${STACK_PORTS.gateway}` };
}

/** By its form: it may be of another copy of this package. */
function isConstruct(stack: unknown): stack is HikubeMonitoring {
  return Construct.isConstruct(stack) && isRecord((stack as Partial<HikubeMonitoring>).tenant);
}

function attributesOf(stack: HikubeMonitoring): StackAttributes {
  const { namespace, tenant, nodes } = stack;
  const owner = nodeOf(tenant);
  return {
    namespace,
    nodes,
    ...("tenant" in owner ? subtreeOf(owner.tenant, collectedBy(stack)) : { tenant: tenant.namespace }),
  };
}

/** A stack that is listed twice would get everything twice; one of another form would be fed by nobody. */
export function stackIssues(stacks: unknown, path: Path, cluster: ClusterFacts): readonly Issue[] {
  if (!Array.isArray(stacks)) return [];
  const seen = new Set<unknown>();
  return Array.from<unknown>(stacks).flatMap((stack, index): readonly Issue[] => {
    const at = [...path, index];
    if (!isRecord(stack)) return [notStack(at, kindOf(stack))];
    if (Construct.isConstruct(stack) && !isConstruct(stack)) return [notStack(at, "another construct")];
    const { namespace } = stack;
    const isTaken = namespace !== undefined && seen.has(namespace);
    seen.add(namespace);
    return [
      ...(isConstruct(stack) ? namesOf(stack, at) : stackRules(stack, at, cluster, isKnown)),
      ...issueUnless(!isTaken, at, () => ({
        code: "duplicate-name",
        message: "the stack is listed twice",
        received: show(namespace),
        expected: "each stack once",
        hint: "remove one of the two",
      })),
    ];
  });
}

function namesOf({ namespace, tenant }: HikubeMonitoring, path: Path): readonly Issue[] {
  return [
    ...namespaceRule(orNothing(namespace), [...path, "namespace"]),
    ...namespaceRule(orNothing(tenant.namespace), [...path, "tenant"]),
  ];
}

function notStack(path: Path, received: string): Issue {
  return {
    path,
    code: "wrong-type",
    message: "not a stack",
    received,
    expected: "a HikubeMonitoring, or the attributes of a stack that is declared elsewhere",
    hint: "pass the construct itself, not its name",
  };
}
