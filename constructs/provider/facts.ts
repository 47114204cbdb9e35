import type { TerraformElement, TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { asTerraformText } from "../terraform-text";

/** Kept on providers and stacks under a global symbol, so that several copies of this package share it. */
const FACTS = Symbol.for("cdktf-hikube/provider-facts");

interface Told extends IConstruct {
  [FACTS]?: ClusterFacts;
}

/**
 * Hands the facts that tenants are judged by at synth to the provider that applies them: it would ask the cluster, and might
 * make other objects.
 * @param provider - of these tenants. @default - the stack's only one
 */
export function tellFacts(facts: ClusterFacts, { cdktfStack }: TerraformElement, provider?: TerraformProvider): void {
  const told = provider ?? cdktfStack;
  if (factsOn(told) === undefined) Object.defineProperty(told, FACTS, { value: facts });
}

/** The facts for a block of the provider that names none, as Terraform's text. */
export function factsFor(provider: TerraformProvider): string | undefined {
  // Resources that name no provider have the one without an alias.
  const facts = factsOn(provider) ?? (provider.alias === undefined ? factsOn(provider.cdktfStack) : undefined);
  return facts === undefined ? undefined : asTerraformText(JSON.stringify(facts));
}

function factsOn(construct: IConstruct): ClusterFacts | undefined {
  return (construct as Told)[FACTS];
}
