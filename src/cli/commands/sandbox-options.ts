import type { ProviderSource } from "../../offline";
import { UsageError, type Io, type OptionSpec } from "../command";

/** The sandbox that commands mean where no name is given. */
export const DEFAULT_SANDBOX = "default";

export const NAME_OPTION: OptionSpec = {
  flags: "--name <name>",
  description: `name of the sandbox (default: HIKUBE_SANDBOX_NAME, else "${DEFAULT_SANDBOX}")`,
};

/** The sandbox that a command means. */
export function sandboxName({ name }: NameOption, { env }: Pick<Io, "env">): string {
  const { HIKUBE_SANDBOX_NAME: usual = "" } = env;
  return name ?? (usual === "" ? DEFAULT_SANDBOX : usual);
}

export const PROVIDERS_OPTION: OptionSpec = {
  flags: "--providers <source>",
  description: "where terraform gets the HashiCorp providers from",
  default: "auto",
  choices: ["registry", "offline", "auto"],
};

export interface ProvidersOption {
  readonly providers: ProviderSource;
}

export interface NameOption {
  readonly name?: string;
}

/** @throws UsageError where an option that excludes a name is given beside one */
export function assertNoName(name: string | undefined, flag: string, isGiven: boolean): void {
  if (isGiven && name !== undefined) throw new UsageError(`${flag} and --name exclude each other; pass one of them`);
}
