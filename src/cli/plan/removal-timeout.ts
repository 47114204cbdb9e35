import { UsageError, type OptionSpec } from "../command";
import { wholeNumber } from "../option-values";

/** Longer than the ten minutes of grace that a tenant's pods may have, in seconds. */
export const DEFAULT_REMOVAL_TIMEOUT = 900;
const MAX_REMOVAL_TIMEOUT = 86_400;

export const REMOVAL_TIMEOUT_OPTION: OptionSpec = {
  flags: "--removal-timeout <seconds>",
  description: `how long the namespace of a removed tenant may take to be gone (default: ${String(DEFAULT_REMOVAL_TIMEOUT)})`,
  parse(text) {
    const seconds = wholeNumber(text);
    if (seconds >= 1 && seconds <= MAX_REMOVAL_TIMEOUT) return seconds;
    throw new UsageError(`given "${text}"; allowed: 1 to ${String(MAX_REMOVAL_TIMEOUT)}`);
  },
};
