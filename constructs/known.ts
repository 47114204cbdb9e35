import { Token } from "cdktf";

/**
 * Whether a value is known at synth. A token stands for what only Terraform will know (a variable, another
 * resource's attribute), so the rules of the model let it pass.
 */
export function isKnown(value: unknown): boolean {
  return !Token.isUnresolved(value);
}
