import { replace, type RelabelRule } from "./relabel";
import { namespacesOf, shallowToDeep, type StackRoute } from "./stack-route";

/**
 * Labels of series of the platform's own sources, which name a namespace: `tenant` is that namespace, `stack` the nearest
 * stack above it, for later rules replace earlier ones. A series without a namespace belongs to the nodes; it goes to the
 * stacks with `nodes`, and nowhere without any.
 */
export function stackRules(stacks: readonly StackRoute[]): readonly RelabelRule[] {
  return [
    { action: "labeldrop", regex: "tenant|stack" },
    replace(["namespace"], "tenant", { regex: "(.+)" }),
    ...shallowToDeep(stacks).map((stack) =>
      replace(["namespace"], "stack", { regex: namespacesOf(stack), replacement: stack.namespace }),
    ),
    ...unrouted(stacks),
  ];
}

/** What no stack gets is dropped where it is read, before it costs a queue each. */
function unrouted(stacks: readonly StackRoute[]): readonly RelabelRule[] {
  if (!stacks.some(({ nodes }) => nodes === true)) return [{ action: "keep", source_labels: ["stack"], regex: ".+" }];
  return [{ action: "drop", source_labels: ["namespace", "stack"], separator: ";", regex: ".+;" }];
}

/** What of everything goes to one stack. */
export function remoteWriteRules({ namespace, nodes = false }: StackRoute): readonly RelabelRule[] {
  return [{ action: "keep", source_labels: ["stack"], regex: nodes ? `${namespace}|` : namespace }];
}
