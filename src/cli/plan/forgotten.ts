import { listIn, objectIn, sameJson, textIn } from "../../model/json";
import { parseToolJson } from "../command";
import { tellsForgotten } from "../../provider/objects/forgotten";
import type { Diagnostic } from "../../terraform/diagnostics";

/**
 * What `terraform show -json` prints of a plan, in which the removal of what another state holds by now is what it comes to: it
 * leaves the state, and stays in the cluster. Terraform has no such plan, and calls it a deletion; the provider warns of it.
 *
 * @param warnings - of the run that made the plan
 */
export function withForgotten(text: string, warnings: readonly Diagnostic[]): string {
  const told = (what: string) => warnings.some((warning) => tellsForgotten(warning, what));
  if (!warnings.some(({ summary }) => summary.startsWith("Another resource holds "))) return text;
  const plan = objectIn(parseToolJson(text));
  const changes = listIn(plan.resource_changes).map((value) => {
    const resource = objectIn(value);
    const change = objectIn(resource.change);
    if (!sameJson(change.actions, ["delete"]) || !told(heldIn(textIn(resource.type), objectIn(change.before))))
      return value;
    return { ...resource, change: { ...change, actions: ["forget"] } };
  });
  return JSON.stringify({ ...plan, resource_changes: changes });
}

function heldIn(type: string, { namespace }: Readonly<Record<string, unknown>>): string {
  if (type === "hikube_platform") return "the platform";
  return type === "hikube_tenant" ? `the tenant ${textIn(namespace)}` : "";
}
