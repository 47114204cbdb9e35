import { ACCESS_LEVELS } from "../tenant/resolve/access";
import type { AccessLevel } from "../tenant/resolve/tenant";
import { customResourceRules, type CustomResourceGrant } from "./custom-resources";
import { INERT_RULES } from "./inert-rules";
import { LEVEL_RULES } from "./level-rules";

/** A rule of RBAC. @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** A rule with the weakest level that holds it. */
export interface LevelRule extends PolicyRule {
  readonly level: AccessLevel;
  /**
   * Whether the rule is only safe where guardrails check what is written: a NetworkPolicy can open the isolation, a
   * RoleBinding can let anybody in.
   */
  readonly needsGuardrails?: boolean;
}

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
