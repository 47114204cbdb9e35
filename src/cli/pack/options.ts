import type { OptionSpec } from "../command";

/** The platforms on which a packed provider runs: it is a script of a POSIX shell. */
export const UNIX_PLATFORMS = "linux_amd64,linux_arm64,darwin_amd64,darwin_arm64";

export const PLATFORMS_OPTION: OptionSpec = {
  flags: "--platforms <list>",
  description: "platforms as Terraform names them, separated by commas",
};

export const SINGLE_FILE_OPTION: OptionSpec = {
  flags: "--single-file",
  description: "one executable with the Node that runs this command, for machines without Node (Linux)",
};
