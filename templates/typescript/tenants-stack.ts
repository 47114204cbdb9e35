import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack } from "cdktf";
import {
  Expose,
  HikubeSubTenant,
  HikubeTenant,
  type IHikubePlatform,
  Port,
  Quota,
  Subject,
  TenantProfile,
} from "cdktf-hikube";
import type { Construct } from "constructs";
import { keepState } from "./state";

/** The tenants. The pipeline applies it, by an identity that may do nothing else. */
export class TenantsStack extends TerraformStack {
  constructor(scope: Construct, id: string, platform: IHikubePlatform) {
    super(scope, id);
    keepState(this);
    // Empty on purpose: whoever runs it says which cluster, by --kubeconfig or KUBECONFIG.
    new KubernetesProvider(this, "kubernetes", {});
    const production = new HikubeTenant(this, "production", {
      name: "production",
      platform,
      profile: TenantProfile.PRODUCTION,
      access: { owners: [Subject.group("platform-team")] },
    });
    new HikubeSubTenant(this, "shop", {
      parent: production,
      name: "shop",
      quota: Quota.share(25),
      access: { admins: [Subject.group("shop-team")] },
      network: { expose: [Expose.fromNamespace("ingress-nginx", Port.tcp(8080))] },
    });
    new HikubeTenant(this, "development", {
      name: "development",
      platform,
      profile: TenantProfile.DEVELOPMENT,
      access: { admins: [Subject.group("developers")] },
    });
  }
}
