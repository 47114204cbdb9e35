import type { Warning } from "../../model/warning";
import { apiServerCommands } from "./flags";
import type { Reader } from "./reader";

const FLAG = "service-account-extend-token-expiration";

/** What is known of the tokens in the volumes of pods, and what the user should know of it. */
export interface TokenLife {
  /** @default - it cannot be seen */
  readonly isExtended?: boolean;
  readonly note?: Warning;
}

/**
 * Whether the API server makes a year of the 3607 seconds that the volume of every pod asks for. The API does not say:
 * it is looked for in the command lines of API servers that run as pods, which takes read rights only; to ask for a token
 * would tell it too, and takes the right to become an account. One of several that extends is enough.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ `--service-account-extend-token-expiration`
 */
export async function tokenLife(reader: Reader): Promise<TokenLife> {
  const isExtended = await seenExtension(reader);
  if (isExtended === false) return { isExtended };
  return { ...(isExtended === undefined ? {} : { isExtended }), note: noteOf(isExtended) };
}

async function seenExtension(reader: Reader): Promise<boolean | undefined> {
  const commands = await apiServerCommands(reader);
  return commands.length === 0 ? undefined : commands.some(extendsTokens);
}

/** The last of several counts; without one it extends. */
function extendsTokens(command: readonly string[]): boolean {
  const given = command.filter((word) => word === `--${FLAG}` || word.startsWith(`--${FLAG}=`)).at(-1);
  return !["false", "False", "FALSE", "f", "F", "0"].includes(given?.split("=")[1] ?? "true");
}

function noteOf(isExtended: boolean | undefined): Warning {
  const what =
    isExtended === true
      ? "the API server extends the mounted tokens of pods to a year, instead of the hour that they request"
      : "unknown whether the API server extends the mounted tokens of pods to a year, which is its default";
  const message = `${what}; set --${FLAG}=false on it, or let external verifiers request an audience of their own`;
  return { code: "long-lived-tokens", message };
}
