/** Version of the real provider whose schemas and state are kept. */
export const KUBERNETES_VERSION = "2.38.0";

/** Registries that terraform and tofu expect by default: each names the provider by its own host. */
export const REGISTRY_HOSTS = ["registry.terraform.io", "registry.opentofu.org"] as const;

export const KUBERNETES_ADDRESSES = REGISTRY_HOSTS.map((host) => `${host}/hashicorp/kubernetes`);
