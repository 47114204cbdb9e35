import { TerraformStack } from "cdktf";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import {
  type ClusterFacts,
  Expose,
  HikubePlatform,
  HikubeSubTenant,
  HikubeTenant,
  Port,
  Subject,
  TenantProfile,
} from "cdktf-hikube";
import type { Construct } from "constructs";

export interface CompanyStackProps {
  /** The facts of the cluster that the tenants live on. */
  readonly cluster: ClusterFacts;
  /** Takes the deletion protection off production and everything below it, so that `destroy` may run. */
  readonly unprotected?: boolean;
}

/** A company with one cluster: four stages, and under production a shop with its payment service. */
export class CompanyStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: CompanyStackProps) {
    super(scope, id);
    // Empty on purpose: the provider reads KUBE_CONFIG_PATH when Terraform runs, so the JSON fits every machine.
    new KubernetesProvider(this, "kubernetes", {});
    const platform = new HikubePlatform(this, "platform", { cluster: props.cluster });
    this.production(platform, props);
    this.stages(platform);
  }

  private production(platform: HikubePlatform, { unprotected }: CompanyStackProps) {
    const protection = unprotected === true ? { protected: false } : {};
    const production = new HikubeTenant(this, "production", {
      name: "production",
      platform,
      profile: TenantProfile.PRODUCTION,
      access: { owners: [Subject.group("platform-team")], viewers: [Subject.group("support")] },
      cost: { costCenter: "CC-1000", owner: "platform-team" },
      ...protection,
    });
    const shop = new HikubeSubTenant(this, "shop", {
      parent: production,
      name: "shop",
      quota: { cpu: "8", memory: "32Gi", storage: "500Gi", loadBalancers: 1 },
      access: { admins: [Subject.group("shop-team")], users: [Subject.user("oncall@example.com")] },
      network: { expose: [Expose.fromNamespace("ingress-nginx", Port.tcp(8080))] },
      cost: { costCenter: "CC-1042", project: "shop", owner: "shop-team" },
      ...protection,
    });
    new HikubeSubTenant(this, "payments", {
      parent: shop,
      name: "payments",
      quota: { cpu: { requests: "1", limits: "2" }, memory: "4Gi", storage: "50Gi" },
      access: { admins: [Subject.group("payments-team")] },
      network: { fromAncestors: false, expose: [Expose.fromCidrs(["203.0.113.0/24"], Port.tcp(8443))] },
      cost: { costCenter: "CC-1042", project: "payments", owner: "payments-team" },
      ...protection,
    });
  }

  private stages(platform: HikubePlatform) {
    new HikubeTenant(this, "staging", {
      name: "staging",
      platform,
      profile: TenantProfile.STAGING,
      access: { admins: [Subject.group("shop-team")], viewers: [Subject.group("support")] },
      cost: { costCenter: "CC-1042", project: "shop" },
    });
    new HikubeTenant(this, "development", {
      name: "development",
      platform,
      profile: TenantProfile.DEVELOPMENT,
      access: { admins: [Subject.group("developers"), Subject.serviceAccount("build", "ci")] },
      cost: { costCenter: "CC-2000" },
    });
    new HikubeTenant(this, "sandbox", {
      name: "sandbox",
      platform,
      profile: TenantProfile.SANDBOX,
      expiresAt: "2027-06-30T00:00:00Z",
      access: { owners: [Subject.group("developers")] },
      cost: { costCenter: "CC-2000", owner: "developers" },
    });
  }
}
