// Made by scripts/provider-bindings.ts of the provider's schema.
import type { Construct } from "constructs";
import { type Binding, BoundEphemeral, type EphemeralMetaArguments, type OrToken } from "../bound";

/** Arguments of `hikube_kubeconfig`. */
export interface EphemeralHikubeKubeconfigConfig extends EphemeralMetaArguments {
  /** Namespace of the tenant, e.g. `tenant-production-shop`. */
  readonly namespace: string;
  /** A token of the tenant's deployer with this level: `viewer`, `user`, `admin` or `owner`. */
  readonly level?: string;
  /** A token of this account, as `namespace/name`. */
  readonly serviceAccount?: string;
  /** People sign in at this identity provider, by the plugin `oidc-login` of kubectl. There is no token then. */
  readonly oidc?: OrToken<EphemeralHikubeKubeconfigOidc>;
  /** Seconds that the token lives, from 600 to 7200; 3600 where it is not set. It cannot be prolonged: let it outlive the command. */
  readonly duration?: number;
}

/** People sign in at this identity provider, by the plugin `oidc-login` of kubectl. There is no token then. */
export interface EphemeralHikubeKubeconfigOidc {
  /** Address of the identity provider, e.g. `https://id.example.com/realms/acme`. */
  readonly issuer: string;
  /** The public client there that the cluster accepts. */
  readonly clientId: string;
  /** Further scopes to ask for. */
  readonly scopes?: readonly string[];
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube_kubeconfig", version: "0.1.0", shape: { namespace: true, level: true, serviceAccount: true, oidc: { nesting: "single", fields: { issuer: true, clientId: true, scopes: true } }, duration: true } };

/** A kubeconfig whose default namespace is a tenant's: with a short-lived token of a ServiceAccount, or for people who sign in at an identity provider. It exists during one command; neither state nor plan holds any of it. While the tenant is yet to be made, or is gone, there is neither token nor kubeconfig: both are null. OpenTofu opens it no sooner than what `namespace` follows from has nothing to change: there write the namespace as text where a provider block uses this. */
export class EphemeralHikubeKubeconfig extends BoundEphemeral {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube_kubeconfig";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: EphemeralHikubeKubeconfigConfig) {
    super(scope, id, BINDING, config);
  }

  /** The kubeconfig, as JSON, which is YAML. */
  get kubeconfig(): string {
    return this.getStringAttribute("kubeconfig");
  }

  /** Address of the API server. */
  get server(): string {
    return this.getStringAttribute("server");
  }

  /** Its certificate authority, PEM. Null where that is one of the system's. */
  get clusterCaCertificate(): string {
    return this.getStringAttribute("cluster_ca_certificate");
  }

  /** The token alone. Null with `oidc`. */
  get token(): string {
    return this.getStringAttribute("token");
  }

  /** When the token ends, in RFC 3339. Null with `oidc`. */
  get expiresAt(): string {
    return this.getStringAttribute("expires_at");
  }
}
