import { Token } from "cdktf";

/**
 * Whether a value is known at synth. A token stands for what only Terraform will know (a variable, another
 * resource's attribute), so the rules of the model let it pass.
 */
export function isKnown(value: unknown): boolean {
  return !Token.isUnresolved(value) && !(typeof value === "string" && Token.isUnresolved(numberIn(value)));
}

/** Amounts are kept as texts, in which cdktf does not look for the tokens of numbers. */
function numberIn(text: string): number | undefined {
  return /^-[0-9.]+e\+[0-9]+$/.test(text) ? Number(text) : undefined;
}
