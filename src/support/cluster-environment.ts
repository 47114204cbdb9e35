/**
 * Variables of the Kubernetes and Helm providers, and of helm, that outrank what a kubeconfig says. An empty one counts
 * as unset for all of them.
 *
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#argument-reference
 * @see https://helm.sh/docs/helm/helm/
 */
export const OUTRANKING_VARIABLES = [
  ...["KUBE_HOST", "KUBE_CLUSTER_CA_CERT_DATA", "KUBE_INSECURE", "KUBE_TLS_SERVER_NAME"],
  ...["KUBE_TOKEN", "KUBE_USER", "KUBE_PASSWORD", "KUBE_CLIENT_CERT_DATA", "KUBE_CLIENT_KEY_DATA"],
  ...["KUBE_CTX", "KUBE_CTX_CLUSTER", "KUBE_CTX_AUTH_INFO"],
  ...["HELM_KUBEAPISERVER", "HELM_KUBECAFILE", "HELM_KUBECONTEXT", "HELM_KUBETOKEN", "HELM_KUBETLS_SERVER_NAME"],
  ...["HELM_KUBEASUSER", "HELM_KUBEASGROUPS", "HELM_KUBEINSECURE_SKIP_TLS_VERIFY"],
] as const;

/** Variable with the address of the only API server that our offline providers may reach; a provider block that names another one is refused. */
export const ONLY_SERVER = "HIKUBE_ONLY_SERVER";

/** Environment in which kubectl, terraform and their like use a kubeconfig, whatever the shell says of other clusters. */
export function environmentFor(kubeconfig: string): Readonly<Record<string, string>> {
  const emptied = OUTRANKING_VARIABLES.map((name): [string, string] => [name, ""]);
  const others = { KUBE_CONFIG_PATHS: "", KUBE_PROXY_URL: "" };
  return { ...Object.fromEntries(emptied), ...others, KUBECONFIG: kubeconfig, KUBE_CONFIG_PATH: kubeconfig };
}
