import type { Attribute, Schema } from "../plugin";

const text = (description: string): Attribute => ({ type: "string", optional: true, description });
const secret = (description: string): Attribute => ({ type: "string", optional: true, sensitive: true, description });

/**
 * The arguments of hashicorp/kubernetes, so that its block and its variables serve here too, and the facts of the cluster.
 *
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#argument-reference
 */
export const PROVIDER_SCHEMA: Schema = {
  description: "Tenants on Kubernetes: each one resource, with its namespace, network, quota, access and security.",
  attributes: {
    host: text("Address of the API server, e.g. `https://10.0.0.1:6443`. `KUBE_HOST`."),
    username: text("User of HTTP basic authentication. `KUBE_USER`."),
    password: secret("Password of that user. `KUBE_PASSWORD`."),
    insecure: {
      type: "bool",
      optional: true,
      description: "Do not verify the API server's certificate. `KUBE_INSECURE`.",
    },
    tls_server_name: text("Name that the API server's certificate must carry. `KUBE_TLS_SERVER_NAME`."),
    client_certificate: text("Certificate of the client, PEM. `KUBE_CLIENT_CERT_DATA`."),
    client_key: secret("Key of that certificate, PEM. `KUBE_CLIENT_KEY_DATA`."),
    cluster_ca_certificate: text("Certificate authorities of the API server, PEM. `KUBE_CLUSTER_CA_CERT_DATA`."),
    config_path: text("A kubeconfig. `KUBE_CONFIG_PATH`."),
    config_paths: {
      type: ["list", "string"],
      optional: true,
      description: "Kubeconfigs that are merged, the first one wins. `KUBE_CONFIG_PATHS`.",
    },
    config_context: text("Context of the kubeconfig. `KUBE_CTX`."),
    config_context_auth_info: text("User of the kubeconfig, in place of the context's. `KUBE_CTX_AUTH_INFO`."),
    config_context_cluster: text("Cluster of the kubeconfig, in place of the context's. `KUBE_CTX_CLUSTER`."),
    token: secret("Bearer token, in place of whatever credentials a kubeconfig has. `KUBE_TOKEN`."),
    proxy_url: text("Proxy before the API server. `KUBE_PROXY_URL`."),
    cluster_facts: text(
      'Facts of the cluster as JSON: `file("cluster.json")`, written by `hikube cluster inspect`. Without them the cluster is asked, once.',
    ),
  },
  blocks: {
    exec: {
      nesting: "list",
      maxItems: 1,
      block: {
        description: "A credential plugin, asked anew when its token is over or refused.",
        attributes: {
          api_version: { type: "string", required: true, description: "E.g. `client.authentication.k8s.io/v1`." },
          command: { type: "string", required: true, description: "Program that prints the credential." },
          args: { type: ["list", "string"], optional: true, description: "Its arguments." },
          env: { type: ["map", "string"], optional: true, description: "Variables beside the environment's own." },
        },
      },
    },
  },
};
