import { request } from "node:https";

/** A provider that is served in the place of a real one. */
export interface OfflineProvider {
  readonly name: "helm" | "kubernetes" | "random";
  /** Version of the real provider whose schemas and state are kept. */
  readonly version: string;
}

export const OFFLINE_PROVIDERS: readonly OfflineProvider[] = [
  { name: "helm", version: "3.1.1" },
  { name: "kubernetes", version: "2.38.0" },
  { name: "random", version: "3.7.2" },
];

/** Registries that terraform and tofu expect by default: each names the provider by its own host. */
export const REGISTRY_HOSTS = ["registry.terraform.io", "registry.opentofu.org"] as const;

/** The addresses by which configurations name a provider. */
export function addressesOf({ name }: OfflineProvider): readonly string[] {
  return REGISTRY_HOSTS.map((host) => `${host}/hashicorp/${name}`);
}

/** The file name of a provider's executable. */
export function executableOf({ name, version }: OfflineProvider): string {
  return `terraform-provider-${name}_v${version}_x5`;
}

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
