import { valueKey } from "../values/equal";
import { isList } from "../values/guards";
import { valueTypeOfBlock } from "../values/implied-type";
import type { NestedBlock } from "../schema";
import type { Value } from "../value";
import { inSet, originsIn } from "./pair";
import type { Part } from "./walk";

/**
 * The elements of a proposed set, each as it is stored where the configuration still asks for what is stored. Terraform
 * proposes so itself, but not where an element holds computed objects or sets: there it proposes null for all that is
 * computed, and no plan would ever be empty.
 *
 * @see https://github.com/hashicorp/terraform/blob/main/internal/plans/objchange/objchange.go validPriorFromConfig
 */
export function storedElements({ nesting, block }: NestedBlock, { place }: Part): Value {
  const [proposed, config = null, prior = null] = place;
  if (nesting !== "set" || !isList(proposed) || !isList(config) || !isList(prior)) return proposed;
  const type = valueTypeOfBlock(block);
  const free = new Map(prior.map((element) => [valueKey(type, element), element]));
  const changed = proposed.filter((element) => !free.delete(valueKey(type, element)));
  if (changed.length === 0 || free.size === 0) return proposed;
  const sourceOf = inSet(block, config);
  const sources = new Map(proposed.map((element, index) => [element, sourceOf(element, index)]));
  const originsOf = originsIn(block, [...free.values()]);
  const found = assigned(changed, (element) => originsOf(sources.get(element) ?? null));
  return proposed.map((element) => found.get(element) ?? element);
}

type Candidates = (element: Value) => readonly Value[];

/** Each element with the one stored element that is left for it; where there are several, which one it was is not known. */
function assigned(elements: readonly Value[], candidatesOf: Candidates): ReadonlyMap<Value, Value> {
  const found = new Map<Value, Value>();
  const taken = new Set<Value>();
  let open = elements.map((element) => ({ element, candidates: candidatesOf(element) }));
  for (let before = -1; before !== open.length;) {
    before = open.length;
    open = open.filter(({ element, candidates }) => {
      const [one, ...others] = candidates.filter((candidate) => !taken.has(candidate));
      if (one === undefined || others.length > 0) return one !== undefined;
      found.set(element, one);
      taken.add(one);
      return false;
    });
  }
  return found;
}
