/** Where `terraform` takes the HashiCorp providers from. */
export type ProviderSource = "registry" | "offline" | "auto";

/** Environment variables that make terraform and tofu use the chosen providers, until closed. */
export interface ProviderEnvironment {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}
