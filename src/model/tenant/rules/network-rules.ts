import { issueUnless, oneOf, show, type Issue, type Path } from "../../issue";
import { choiceHint } from "../../schema/did-you-mean";
import type { EgressSpec, NetworkSpec } from "../spec/spec";
import type { Parent, Tenant } from "../resolve/tenant";
import { cidrList, portList } from "./address-rules";
import { exposeWay } from "./expose-rules";
import { eachKnown, type RuleContext } from "./rule";

const INTERNET_RULES = ["allow", "deny"];

/** An incomplete network rule opens more than was meant: for Kubernetes an empty list of peers or ports means all. */
export function networkRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { network } = tenant.spec;
  if (network === undefined || !context.isKnown(network)) return [];
  const path = [tenant.path, "network"];
  return [
    ...(context.isKnown(network.internet) ? internet([...path, "internet"], network.internet, tenant) : []),
    ...eachKnown(network.expose, context, (way, index) => exposeWay([...path, "expose", index], way, tenant, context)),
    ...egressListRules(tenant, network, context),
  ];
}

/** The lists of outgoing rules, of a tenant or of a parent that is declared elsewhere. */
export function egressListRules(
  tenant: Parent,
  network: Pick<NetworkSpec, "egress" | "allowedEgress">,
  context: RuleContext,
): readonly Issue[] {
  const path = [tenant.path, "network"];
  return [
    ...waysOut([...path, "egress"], network.egress, tenant, context),
    ...waysOut([...path, "allowedEgress"], network.allowedEgress, tenant, context),
  ];
}

function waysOut(
  path: Path,
  ways: readonly EgressSpec[] | undefined,
  tenant: Parent,
  context: RuleContext,
): readonly Issue[] {
  return eachKnown(ways, context, (way, index) => [
    ...cidrList([...path, index, "toCidrs"], way.toCidrs, tenant, context),
    ...portList([...path, index, "ports"], way.ports, context),
  ]);
}

function internet(path: Path, given: unknown, { parent }: Tenant): readonly Issue[] {
  const laxer = given === "allow" && parent?.network?.internet === false;
  return [
    ...issueUnless(given === undefined || given === "allow" || given === "deny", path, () => ({
      code: "unknown-value",
      message: "unknown rule for the internet",
      received: show(given),
      expected: oneOf(INTERNET_RULES),
      hint: choiceHint(
        given,
        INTERNET_RULES,
        "leave it out for the profile's rule; allow single destinations by network.egress",
      ),
    })),
    ...issueUnless(!laxer, path, () => ({
      code: "laxer-than-parent",
      message: `laxer than its parent ${show(parent?.path)}, which denies the internet`,
      received: show(given),
      expected: `"deny", or no value`,
      hint: "allow single destinations by network.egress, or allow the internet on the parent too",
    })),
  ];
}
