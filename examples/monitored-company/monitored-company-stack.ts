import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack } from "cdktf";
import {
  type ClusterFacts,
  HikubeCollection,
  HikubeMonitoring,
  HikubePlatform,
  HikubeSubTenant,
  HikubeTenant,
  Subject,
  TenantProfile,
} from "cdktf-hikube";
import type { Construct } from "constructs";

export interface MonitoredCompanyStackProps {
  /** The facts of the cluster that the company lives on. */
  readonly cluster: ClusterFacts;
  /** Repository of the charts, where the projects' own are out of reach. */
  readonly charts?: string;
}

const LOGIN = "https://login.example.ch/realms/acme";

/** A company with three sub-tenants, and one monitoring stack that sees them all. */
export class MonitoredCompanyStack extends TerraformStack {
  constructor(scope: Construct, id: string, { cluster, charts }: MonitoredCompanyStackProps) {
    super(scope, id);
    // Empty on purpose: both read KUBE_CONFIG_PATH when Terraform runs.
    new KubernetesProvider(this, "kubernetes", {});
    new HelmProvider(this, "helm", {});
    const sources = charts === undefined ? {} : { charts };
    const platform = new HikubePlatform(this, "platform", { cluster });
    const acme = this.tenants(platform);
    const monitoring = this.monitoring(acme, sources);
    new HikubeCollection(this, "collection", { platform, stacks: [monitoring], registries: sources });
  }

  private tenants(platform: HikubePlatform): HikubeTenant {
    const acme = new HikubeTenant(this, "acme", {
      name: "acme",
      platform,
      profile: TenantProfile.STAGING,
      access: { owners: [Subject.group("acme-platform")], viewers: [Subject.group("acme-support")] },
    });
    const shop = new HikubeSubTenant(this, "shop", {
      parent: acme,
      name: "shop",
      quota: { cpu: "4", memory: "16Gi", storage: "200Gi", loadBalancers: 1 },
      access: { admins: [Subject.group("acme-shop")] },
    });
    new HikubeSubTenant(this, "payments", {
      parent: shop,
      name: "payments",
      quota: { cpu: "1", memory: "4Gi", storage: "50Gi" },
      access: { admins: [Subject.group("acme-payments")] },
    });
    new HikubeSubTenant(this, "data", {
      parent: acme,
      name: "data",
      quota: { cpu: "2", memory: "8Gi", storage: "300Gi" },
      access: { admins: [Subject.group("acme-data")] },
    });
    return acme;
  }

  private monitoring(tenant: HikubeTenant, sources: { readonly charts?: string }): HikubeMonitoring {
    return new HikubeMonitoring(this, "monitoring", {
      tenant,
      host: "grafana.acme.example.ch",
      exposure: { kind: "ingress", fromNamespace: "ingress-nginx", clusterIssuer: "letsencrypt" },
      metrics: { retention: "90d", size: "40Gi" },
      grafanas: [{ tenant: "tenant-acme-shop", host: "grafana.shop.example.ch" }],
      receivers: [
        { name: "on-call", kind: "pagerduty", severities: ["critical"], routingKey: secret("pagerduty", "key") },
        { name: "everything", kind: "slack", channel: "#alerts", url: secret("slack", "url") },
        {
          ...{ name: "shop", kind: "email", tenants: ["tenant-acme-shop"], to: "shop@acme.example.ch" },
          ...{ from: "alerts@acme.example.ch", smarthost: "smtp.example.ch:587" },
        },
      ],
      oidc: {
        ...{ issuer: LOGIN, clientId: "grafana", clientSecret: secret("oidc", "secret") },
        authUrl: `${LOGIN}/protocol/openid-connect/auth`,
        tokenUrl: `${LOGIN}/protocol/openid-connect/token`,
        apiUrl: `${LOGIN}/protocol/openid-connect/userinfo`,
      },
      dashboards: { groups: ["overview", "kubernetes", "databases", "applications", "storage", "logs"] },
      prices: { currency: "CHF", cpu: 25, memory: 4, storage: 0.1 },
      sources,
    });
  }
}

/** A Secret of the stack's namespace, made by a secret store or by hand: never by the plan. */
const secret = (name: string, key: string) => ({ secret: name, key });
