import { shellWord } from "../text";

/** What makes and applies the plan after a migration: of the same source, by whatever reads the blocks. */
export function nextCommands({ hcl, file }: { readonly hcl: boolean; readonly file: string | undefined }): string {
  if (hcl) return "`terraform plan` and `terraform apply`";
  const source = file === undefined ? "" : ` ${shellWord(file)}`;
  return `\`hikube plan${source}\` and \`hikube apply${source}\``;
}
