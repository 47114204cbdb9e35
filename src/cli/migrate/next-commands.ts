import type { Terraform } from "../../terraform/terraform";
import { shellWord } from "../text";

/** What was migrated. */
export interface Source {
  /** What reads a folder of HCL. @default - hikube, an app or a file */
  readonly tool?: Terraform["flavour"] | undefined;
  readonly file: string | undefined;
}

/** What makes and applies the plan after a migration: of the same source, by whatever reads the blocks. */
export function nextCommands({ tool, file }: Source): string {
  if (tool !== undefined) return `\`${tool} plan\` and \`${tool} apply\``;
  const source = file === undefined ? "" : ` ${shellWord(file)}`;
  return `\`hikube plan${source}\` and \`hikube apply${source}\``;
}
