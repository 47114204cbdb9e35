import { UsageError, type OptionSpec } from "../command";

/** The sandbox that commands mean where no name is given. */
export const DEFAULT_SANDBOX = "default";

export const NAME_OPTION: OptionSpec = {
  flags: "--name <name>",
  description: `name of the sandbox (default: "${DEFAULT_SANDBOX}")`,
};

export interface NameOption {
  readonly name?: string;
}

/** @throws UsageError where an option that excludes a name is given beside one */
export function assertNoName(name: string | undefined, flag: string, isGiven: boolean): void {
  if (isGiven && name !== undefined) throw new UsageError(`${flag} and --name exclude each other; pass one of them`);
}
