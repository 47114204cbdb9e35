/** The labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** Labels as a map: a key such as `constructor` must not find what every object has. */
export type LabelMap = ReadonlyMap<string, string>;

/** One condition on a label. `matchLabels` are conditions `In` with one value. */
export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: ReadonlySet<string>;
}

/** All conditions must hold; none at all selects everything. */
export type Selector = readonly Requirement[];

export function labelMap(labels: Labels | undefined): LabelMap {
  return new Map(Object.entries(labels ?? {}));
}

/**
 * Whether labels satisfy a selector. `NotIn` holds for an object that lacks the label.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement
 */
export function selects(selector: Selector, labels: LabelMap): boolean {
  return selector.every((requirement) => holds(requirement, labels.get(requirement.key)));
}

function holds({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.has(value);
    case "NotIn":
      return value === undefined || !values.has(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}
