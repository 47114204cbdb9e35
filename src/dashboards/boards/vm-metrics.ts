import { rate, sum } from "../build/promql";
import type { VariableSpec } from "../build/spec";

/** What names a machine, and which are chosen. */
export const BY = ["tenant", "name"];
export const CHOSEN = 'name=~"$name"';
export const NAME = "{{tenant}} {{name}}";
export const MACHINE: VariableSpec = { name: "name", label: "Machine", metric: "kubevirt_vmi_info" };

/** A metric of running machines. */
export function vmi(metric: string): string {
  return `kubevirt_vmi_${metric}`;
}

/** Growth a second of a counter of the chosen machines. */
export function flow(metric: string, by: readonly string[] = BY): string {
  return sum(by, rate(vmi(metric), CHOSEN));
}
