import type { OptionSpec } from "../command";

/** The sandbox that commands mean where no name is given. */
export const DEFAULT_SANDBOX = "default";

export const NAME_OPTION: OptionSpec = {
  flags: "--name <name>",
  description: "name of the sandbox",
  default: DEFAULT_SANDBOX,
};

export interface NameOption {
  readonly name: string;
}
