import type { Diagnostic } from "../diagnostic";
import type { ConfigOf, PlanOf, StateOf } from "../infer";
import { Collector } from "../lifecycle/collector";
import { shown } from "../lifecycle/numbers";
import { planResource } from "../lifecycle/plan";
import { formatPath } from "../lifecycle/report";
import { timedResource } from "../lifecycle/timed-resource";
import { Session } from "../lifecycle/session";
import { validateConfig } from "../lifecycle/validate";
import type { AnyResource, PrivateState } from "../provider";
import type { Schema } from "../schema";
import { isNull } from "../values/guards";
import { sameValue } from "../values/equal";
import { valueTypeOfBlock } from "../values/implied-type";
import type { ValueRecord } from "../value";
import type { Action } from "./cli-json";
import { transform, type Map } from "../lifecycle/walk";
import { wholeOf } from "../lifecycle/whole";

/** What is planned: a configuration against what is stored. */
export interface PlanOfOptions<S extends Schema, Client> {
  /** What is not given is not set. `null` plans the destruction. */
  readonly config: Partial<ConfigOf<S>> | null;
  /** What is stored; what is not given is null. @default - nothing: the resource is to be created */
  readonly state?: Partial<StateOf<S>> | null;
  /** What the provider's `configure` would have made. @default - none, as before it is configured */
  readonly client?: Client;
  /** What the resource keeps beside its state. @default - none */
  readonly private?: PrivateState;
}

/** What a resource plans. */
export interface PlanOutcome<S extends Schema> {
  /** What is to happen to it. */
  readonly action: Extract<Action, "create" | "update" | "replace" | "delete" | "no-op">;
  /** `null` where it is destroyed, or cannot be planned. Where it is replaced, before it is known that it is. */
  readonly plan: PlanOf<S> | null;
  /** Attributes that force the replacement, e.g. `name` or `rules[0].port`. */
  readonly replace: readonly string[];
  /** What `validate` and the plan had to say. With errors among them there is no plan. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a configuration and plans it by the life cycle alone: no binary, no socket, no serialisation.
 *
 * @example
 * const { action, plan, replace } = await planOf(note, { config: { name: "b" }, state: { name: "a", text: "", bytes: 0 } });
 */
export async function planOf<const S extends Schema, Client>(
  definition: AnyResource<Client> & { readonly schema: S },
  { config: given, state = null, client, private: kept = {} }: PlanOfOptions<S, Client>,
): Promise<PlanOutcome<S>> {
  const resource = timedResource(definition);
  const { schema } = resource;
  const call = { session: sessionOf(client), diagnostics: new Collector() };
  const config = given && wholeOf(schema, given);
  const prior = state && wholeOf(schema, state);
  if (config !== null) await validateConfig(call.diagnostics, resource, config);
  const proposed = config && transform(schema, [config, prior], proposedByTerraform);
  // Beyond here the schema's types are not known: the life cycle takes any resource.
  const request = { config, prior, proposed, private: kept };
  const failed = call.diagnostics.hasErrors;
  const planned = failed ? undefined : await planBy(call, resource, request);
  const plan = planned?.planned ?? null;
  const replace = (planned?.requiresReplace ?? []).map(formatPath);
  return {
    action: actionOf(schema, { prior, config, plan, isReplaced: replace.length > 0 }),
    plan: shown(schema, plan) as PlanOf<S> | null,
    replace,
    diagnostics: call.diagnostics.list,
  };
}

type PlanArguments = Parameters<typeof planResource>;

async function planBy(...[call, resource, request]: PlanArguments) {
  try {
    const plan = await planResource(call, resource, request);
    return call.diagnostics.hasErrors ? undefined : plan;
  } catch (error) {
    call.diagnostics.thrown(error);
    return undefined;
  }
}

function sessionOf(client: unknown): Session {
  const session = new Session({ name: "test", schema: {}, configure: () => client });
  if (client !== undefined) session.configured(client);
  return session;
}

/** What Terraform proposes to a provider: computed attributes that are not configured keep what is stored. */
const proposedByTerraform: Map = (attribute, { place: [config, prior = null] }) =>
  attribute.computed === true && isNull(config) ? prior : undefined;

function actionOf(
  schema: Schema,
  {
    prior,
    config,
    plan,
    isReplaced,
  }: Record<"prior" | "config" | "plan", ValueRecord | null> & { isReplaced: boolean },
): PlanOutcome<Schema>["action"] {
  if (config === null) return prior === null ? "no-op" : "delete";
  if (prior === null) return "create";
  if (plan === null || sameValue(valueTypeOfBlock(schema), plan, prior)) return "no-op";
  return isReplaced ? "replace" : "update";
}
