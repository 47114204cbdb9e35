import { readdirSync } from "node:fs";
import { shellWord } from "./text";

const HCL = /\.(tf|tofu)(\.json)?$/;

/** What to do with a folder that was taken for tenants or an app, as a line of an error, where it holds HCL. */
export function hclHints(folder: string): readonly string[] {
  if (!namesIn(folder).some((name) => HCL.test(name))) return [];
  const at = folder === process.cwd() ? "" : ` -chdir=${shellWord(folder)}`;
  return [
    `hint: it holds HCL, which terraform or tofu plans and applies: \`terraform${at} plan\`; it finds hikube_tenant after \`hikube provider install\``,
  ];
}

/** One that may not be read is told by what is wrong with it beside. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
