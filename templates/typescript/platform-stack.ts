import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack } from "cdktf";
import { type ClusterFacts, HikubePlatform } from "cdktf-hikube";
import type { Construct } from "constructs";
import { keepState } from "./state";

/** What the cluster needs once. Administrators apply it: it makes roles and admission policies. */
export class PlatformStack extends TerraformStack {
  readonly platform: HikubePlatform;

  constructor(scope: Construct, id: string, cluster: ClusterFacts) {
    super(scope, id);
    keepState(this);
    // Empty on purpose: whoever runs it says which cluster, by --kubeconfig or KUBECONFIG.
    new KubernetesProvider(this, "kubernetes", {});
    this.platform = new HikubePlatform(this, "platform", { cluster });
  }
}
