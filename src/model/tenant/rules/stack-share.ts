import type { Issue, Path } from "../../issue";
import { compareQuantities, formatQuantity, parseQuantity, subtractQuantities } from "../../kubernetes/quantity";
import { stackNodes } from "../resolve/stack";
import { stackNeeds } from "../resolve/stack-amounts";
import type { Tenant } from "../resolve/tenant";

/** With less than its containers and volumes take, some part of a stack would never start. */
export function stackShare(tenant: Tenant, path: Path): readonly Issue[] {
  const { stack } = tenant;
  const [place] = stack?.quota === undefined ? [] : stackNodes(tenant);
  if (stack === undefined || place === undefined) return [];
  return Object.entries(stackNeeds(stack)).flatMap(([key, needed]): readonly Issue[] => {
    const [given, least] = [place.tenant.quota.capacity[key], needed].map(parseQuantity);
    // What is no amount is unlimited, or told elsewhere.
    if (given === undefined || least === undefined || compareQuantities(given, least) >= 0) return [];
    const missing = formatQuantity(subtractQuantities(least, given));
    return [
      {
        path: [...path, ...fieldOf(key)],
        code: "stack-share-too-small",
        message: `the share is too small for the stack: ${missing} are missing`,
        received: formatQuantity(given),
        expected: `at least ${needed}`,
        hint: "raise it, or leave `quota` out: the share then is what the stack needs, with room for an update",
      },
    ];
  });
}

/** `requests.cpu` stands in a spec at `cpu.requests`, storage at its own name. */
function fieldOf(key: string): Path {
  const [kind = "", resource = ""] = key.split(".");
  return resource === "storage" ? [resource] : [resource, kind];
}
