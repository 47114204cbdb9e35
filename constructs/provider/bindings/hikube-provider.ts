// Made by scripts/provider-bindings.ts of the provider's schema.
import type { Construct } from "constructs";
import { type Binding, BoundProvider, type OrToken, type ProviderMetaArguments } from "../bound";

/** Arguments of `hikube`. */
export interface HikubeProviderConfig extends ProviderMetaArguments {
  /** Address of the API server, e.g. `https://10.0.0.1:6443`. `KUBE_HOST`. */
  readonly host?: string;
  /** User of HTTP basic authentication. `KUBE_USER`. */
  readonly username?: string;
  /** Password of that user. `KUBE_PASSWORD`. */
  readonly password?: string;
  /** Do not verify the API server's certificate. `KUBE_INSECURE`. */
  readonly insecure?: OrToken<boolean>;
  /** Name that the API server's certificate must carry. `KUBE_TLS_SERVER_NAME`. */
  readonly tlsServerName?: string;
  /** Certificate of the client, PEM. `KUBE_CLIENT_CERT_DATA`. */
  readonly clientCertificate?: string;
  /** Key of that certificate, PEM. `KUBE_CLIENT_KEY_DATA`. */
  readonly clientKey?: string;
  /** Certificate authorities of the API server, PEM. `KUBE_CLUSTER_CA_CERT_DATA`. */
  readonly clusterCaCertificate?: string;
  /** A kubeconfig. `KUBE_CONFIG_PATH`. */
  readonly configPath?: string;
  /** Kubeconfigs that are merged, the first one wins. `KUBE_CONFIG_PATHS`. */
  readonly configPaths?: readonly string[];
  /** Context of the kubeconfig. `KUBE_CTX`. */
  readonly configContext?: string;
  /** User of the kubeconfig, in place of the context's. `KUBE_CTX_AUTH_INFO`. */
  readonly configContextAuthInfo?: string;
  /** Cluster of the kubeconfig, in place of the context's. `KUBE_CTX_CLUSTER`. */
  readonly configContextCluster?: string;
  /** Bearer token, in place of whatever credentials a kubeconfig has. `KUBE_TOKEN`. */
  readonly token?: string;
  /** Proxy before the API server. `KUBE_PROXY_URL`. */
  readonly proxyUrl?: string;
  /** Facts of the cluster as JSON: `file("cluster.json")`, written by `hikube cluster inspect`. Without them the cluster is asked, once. */
  readonly clusterFacts?: string;
  /** A credential plugin, asked anew when its token is over or refused. */
  readonly exec?: HikubeProviderExec;
}

/** A credential plugin, asked anew when its token is over or refused. */
export interface HikubeProviderExec {
  /** E.g. `client.authentication.k8s.io/v1`. */
  readonly apiVersion: string;
  /** Program that prints the credential. */
  readonly command: string;
  /** Its arguments. */
  readonly args?: readonly string[];
  /** Variables beside the environment's own. */
  readonly env?: OrToken<Readonly<Record<string, string>>>;
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube", version: "0.1.0", shape: { host: true, username: true, password: true, insecure: true, tlsServerName: true, clientCertificate: true, clientKey: true, clusterCaCertificate: true, configPath: true, configPaths: true, configContext: true, configContextAuthInfo: true, configContextCluster: true, token: true, proxyUrl: true, clusterFacts: true, exec: { nesting: "single", isBlock: true, fields: { apiVersion: true, command: true, args: true, env: true } } } };

/** Tenants on Kubernetes: each one resource, with its namespace, network, quota, access and security. */
export class HikubeProvider extends BoundProvider {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: HikubeProviderConfig = {}) {
    super(scope, id, BINDING, config);
  }
}
