import { textIn, textsIn, listIn, objectIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { changeOf, type Change } from "./change";
import { titleOf, type ObjectPair, type TenantPair } from "./state";

const ROLES = ["Role", "ClusterRole"];

/** What roles that stay may do from now on, or no longer. */
export function rightsChanges({ tenant, objects }: TenantPair): readonly Change[] {
  return objects.flatMap((pair): readonly Change[] => {
    const { before, after } = pair;
    if (before === undefined || after === undefined || !ROLES.includes(after.kind)) return [];
    return [...told(pair, "gains", tenant), ...told(pair, "loses", tenant)].map(({ what, verbs, isGain }) => {
      const move = {
        what,
        ...(tenant === undefined ? {} : { tenant }),
        ...(isGain ? { after: verbs } : { before: verbs }),
      };
      return changeOf("rights", isGain ? "danger" : "notice", move);
    });
  });
}

/** Whether an object is a role of which only rights differ. */
export function isRole(object: KubeObject): boolean {
  return ROLES.includes(object.kind);
}

interface ToldRights {
  readonly what: string;
  readonly verbs: string;
  readonly isGain: boolean;
}

function told({ before, after }: ObjectPair, word: "gains" | "loses", tenant?: string): readonly ToldRights[] {
  const object = after ?? before;
  if (object === undefined) return [];
  const isGain = word === "gains";
  const [from, to] = isGain ? [before, after] : [after, before];
  const known = rightsOf(from);
  return [...rightsOf(to)].flatMap(([target, verbs]) => {
    const more = [...verbs].filter((verb) => known.get(target)?.has(verb) !== true).sort();
    return more.length === 0 ? [] : [{ what: `${titleOf(object, tenant)}: ${target}`, verbs: more.join(", "), isGain }];
  });
}

/** Verbs by what they are for: `pods`, `deployments.apps`, `secrets "token"`, `/healthz`. */
function rightsOf(role: KubeObject | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const rights = new Map<string, Set<string>>();
  for (const rule of listIn(role?.rules)) {
    for (const target of targetsOf(rule)) {
      const verbs = rights.get(target) ?? new Set();
      rights.set(target, new Set([...verbs, ...textsIn(objectIn(rule).verbs)]));
    }
  }
  return rights;
}

function targetsOf(rule: unknown): readonly string[] {
  const { apiGroups, resources, resourceNames, nonResourceURLs } = objectIn(rule);
  const kinds = textsIn(apiGroups).flatMap((group) =>
    textsIn(resources).map((resource) => (group === "" ? resource : `${resource}.${group}`)),
  );
  const names = listIn(resourceNames).map(textIn);
  const named = names.length === 0 ? kinds : kinds.flatMap((kind) => names.map((name) => `${kind} "${name}"`));
  return [...named, ...textsIn(nonResourceURLs)];
}
