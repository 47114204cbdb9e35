import { request } from "node:https";

/** Version of the real provider whose schemas and state are kept. */
export const KUBERNETES_VERSION = "2.38.0";

/** Registries that terraform and tofu expect by default: each names the provider by its own host. */
export const REGISTRY_HOSTS = ["registry.terraform.io", "registry.opentofu.org"] as const;

export const KUBERNETES_ADDRESSES = REGISTRY_HOSTS.map((host) => `${host}/hashicorp/kubernetes`);

/** How long a registry may take to answer before it counts as out of reach, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Whether a registry of terraform or tofu answers; any HTTP answer will do. */
export async function registryAnswers(hosts: readonly string[] = REGISTRY_HOSTS): Promise<boolean> {
  const answers = await Promise.all(hosts.map(hostAnswers));
  return answers.includes(true);
}

function hostAnswers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const path = "/.well-known/terraform.json";
    const call = request({ host, path, signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    call.once("error", () => {
      resolve(false);
    });
    call.end();
  });
}
