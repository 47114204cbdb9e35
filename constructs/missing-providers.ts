import { TerraformDataSource, TerraformProvider, TerraformResource, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Issue } from "../src/model/issue";

/** Where the classes of providers come from that this package's resources need. */
const CLASSES: Readonly<Record<string, string>> = {
  kubernetes: `new KubernetesProvider(stack, "kubernetes", {}), from @cdktf/provider-kubernetes/lib/provider`,
  hikube: `new HikubeProvider(stack, "hikube", {}), from cdktf-hikube/provider`,
  helm: `new HelmProvider(stack, "helm", {}), from @cdktf/provider-helm/lib/provider`,
};

/** A stack whose resources have no provider: cdktf refuses it too, and proposes to skip its validations. */
export function missingProviders(stack: TerraformStack): readonly Issue[] {
  const needed = new Map<string, string>();
  const there = new Set<string | undefined>();
  for (const construct of stack.node.findAll()) {
    if (TerraformProvider.isTerraformProvider(construct)) there.add(construct.terraformGeneratorMetadata?.providerName);
    if (!isServed(construct)) continue;
    const name = construct.terraformGeneratorMetadata?.providerName;
    if (name !== undefined && name !== "terraform" && !needed.has(name)) needed.set(name, construct.node.path);
  }
  return [...needed].filter(([name]) => !there.has(name)).map(([name, first]) => issueOf(stack, name, first));
}

function isServed(construct: IConstruct): construct is TerraformDataSource | TerraformResource {
  return TerraformResource.isTerraformResource(construct) || TerraformDataSource.isTerraformDataSource(construct);
}

function issueOf(stack: TerraformStack, name: string, first: string): Issue {
  return {
    path: [stack.node.path],
    code: "missing-provider",
    message: `the stack has resources of the provider ${name}, and no provider block for it`,
    received: `${first} without a provider`,
    expected: CLASSES[name] ?? `a construct of the provider ${name}`,
    hint: "make one in the stack, before or after its tenants",
  };
}
