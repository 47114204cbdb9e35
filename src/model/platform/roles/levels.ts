import type { PolicyRule } from "../../kubernetes/kube-object";
import { ACCESS_LEVELS, type AccessLevel } from "../../tenant/spec/access-levels";
import { customResourceRules, type CustomResourceGrant } from "../../cluster/custom-resources";
import { INERT_RULES } from "./inert-rules";
import { LEVEL_RULES } from "./level-rules";

export interface LevelOptions {
  /** Whether admission policies check what is written. */
  readonly guardrails: boolean;
  /** @default - none */
  readonly customResources?: readonly CustomResourceGrant[];
}

/** The rules of a level: its own and those of every weaker one. */
export function levelRules(level: AccessLevel, options: LevelOptions): readonly PolicyRule[] {
  const order = ACCESS_LEVELS.map((entry) => entry.level);
  return [...LEVEL_RULES, ...INERT_RULES, ...customResourceRules(options.customResources)]
    .filter(
      (rule) =>
        order.indexOf(rule.level) <= order.indexOf(level) && (options.guardrails || rule.needsGuardrails !== true),
    )
    .map(({ apiGroups, resources, verbs }) => ({ apiGroups, resources, verbs }));
}
