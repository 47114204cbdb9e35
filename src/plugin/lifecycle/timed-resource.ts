import type { Path } from "../diagnostic";
import type { AnyResource } from "../provider";
import { isPlainRecord } from "../values/guards";
import { isWhollyKnown } from "../values/leaves";
import { sameValue } from "../values/equal";
import { valueTypeOfBlock } from "../values/implied-type";
import { keepsPromise } from "../values/promise";
import type { Value, ValueRecord } from "../value";
import { itemsIn, partIn, plainOf } from "../values/plain";
import { changedPaths } from "./replace";
import { ownUpgrade } from "./upgrade";
import type { Parts } from "./whole";
import { TIMEOUTS, timedSchema, withinTime, withoutTimes } from "./timeouts";

/**
 * A resource that Terraform sees with `timeouts`, around one that knows nothing of them: they are taken out of all that
 * the author gets, and put back into all that is stored.
 */
export function timedResource(inner: AnyResource): AnyResource {
  const { timeouts, schema, identity } = inner;
  if (timeouts === undefined) return inner;
  return {
    ...inner,
    schema: timedSchema(schema, timeouts),
    ...writesOf(inner),
    ...plansOf(inner),
    ...checksOf(inner),
    ...(identity && { identity: { ...identity, of: (state) => identity.of(withoutTimes(state)) } }),
  };
}

type Checks = Pick<AnyResource, "validate" | "upgrade" | "stored" | "generateConfig">;

function checksOf(inner: AnyResource): Checks {
  const checks: Checks = {
    validate: (request) => inner.validate?.({ ...request, config: withoutTimes(request.config) }),
    upgrade: async (request) =>
      putBack(await ownUpgrade(inner, { ...request, state: withoutTimes(request.state) }), request.state),
    stored: ({ client, state }) => inner.stored?.({ client, state: withoutTimes(state) }),
    generateConfig: async ({ state }) =>
      putBack((await inner.generateConfig?.({ state: withoutTimes(state) })) ?? {}, state),
  };
  return only(checks, inner);
}

/** Those of the methods that the resource has. */
function only<M extends Partial<AnyResource>>(methods: M, inner: AnyResource): M {
  return Object.fromEntries(
    Object.entries(methods).filter(([name]) => inner[name as keyof M & keyof AnyResource]),
  ) as M;
}

type Writes = Pick<AnyResource, "create" | "read" | "update" | "delete">;

function writesOf(inner: AnyResource): Writes {
  const { timeouts } = inner;
  return {
    create({ signal, ...request }) {
      const given = request.plan[TIMEOUTS] ?? null;
      return withinTime({ timeouts, action: "create", given }, signal, async (signal) => {
        const { config, plan } = request;
        return stored(
          await inner.create({ ...request, signal, config: withoutTimes(config), plan: withoutTimes(plan) }),
          given,
        );
      });
    },
    read({ signal, ...request }) {
      const given = request.state[TIMEOUTS] ?? null;
      return withinTime({ timeouts, action: "read", given }, signal, async (signal) => {
        return stored(await inner.read({ ...request, signal, state: withoutTimes(request.state) }), given);
      });
    },
    update: updateOf(inner),
    delete({ signal, ...request }) {
      const given = request.state[TIMEOUTS] ?? null;
      return withinTime({ timeouts, action: "delete", given }, signal, (signal) =>
        inner.delete({ ...request, signal, state: withoutTimes(request.state) }),
      );
    },
  };
}

/** Also where the resource has none: times alone may always change. */
function updateOf(inner: AnyResource): NonNullable<Writes["update"]> {
  return ({ signal, ...request }) => {
    const given = request.plan[TIMEOUTS] ?? null;
    const [config, plan, state] = [
      withoutTimes(request.config),
      withoutTimes(request.plan),
      withoutTimes(request.state),
    ];
    if (inner.update === undefined || sameValue(valueTypeOfBlock(inner.schema), plan, state)) {
      return Promise.resolve({ state: { ...state, [TIMEOUTS]: given } });
    }
    return withinTime({ timeouts: inner.timeouts, action: "update", given }, signal, async (signal) =>
      stored(await inner.update?.({ ...request, signal, config, plan, state }), given),
    );
  };
}

type Plans = Pick<AnyResource, "modifyPlan" | "plan">;

function plansOf(inner: AnyResource): Plans {
  const planner: Pick<AnyResource, "plan"> = {
    plan: async (request) => {
      const { config, state } = request;
      const answer = await inner.plan?.({
        ...request,
        config: withoutTimes(config),
        state: state && withoutTimes(state),
      });
      return { ...answer, plan: putBack(answer?.plan ?? {}, config) };
    },
  };
  return {
    ...only(planner, inner),
    modifyPlan: async (request) => {
      if (request.action === "delete") {
        return (await inner.modifyPlan?.({ ...request, state: withoutTimes(request.state) })) ?? {};
      }
      const seen = unchangedBut(
        { ...request, config: withoutTimes(request.config), plan: withoutTimes(request.plan) },
        inner,
      );
      const answer = (await inner.modifyPlan?.(seen)) ?? {};
      const plan = answer.plan ?? seen.plan;
      const replacing = inner.update === undefined ? replacements(inner, seen, plan) : [];
      return {
        ...answer,
        plan: putBack(plan, request.plan),
        requiresReplace: withReasons(answer.requiresReplace, replacing),
      };
    },
  };
}

/** What is no list stays as it is, to be refused. */
function withReasons(given: readonly Path[] | undefined, more: readonly Path[]): readonly Path[] {
  const reasons = itemsIn(given ?? []) as readonly Path[] | undefined;
  return reasons === undefined ? (given ?? more) : [...reasons, ...more];
}

type Seen = Exclude<Parameters<NonNullable<AnyResource["modifyPlan"]>>[0], { readonly action: "delete" }>;

/** The state for a plan, where nothing but the times changes: no computed value is unknown for that. */
function unchangedBut(request: Seen, { schema }: AnyResource): Seen {
  if (request.action === "create") return request;
  const state = withoutTimes(request.state);
  const isSame = isWhollyKnown(request.config) && keepsPromise(valueTypeOfBlock(schema), request.plan, state);
  return { ...request, state, ...(isSame && { plan: state }) };
}

function replacements({ schema }: AnyResource, { config, state: prior }: Seen, plan: ValueRecord) {
  return prior === null ? [] : changedPaths(schema, { config, prior, plan });
}

function putBack<R extends Parts>(record: R, from: ValueRecord): R {
  return { ...record, [TIMEOUTS]: from[TIMEOUTS] ?? null };
}

interface Answer {
  readonly state: ValueRecord;
}

/** Keeps what an author without a compiler answers wrongly, to be refused where all answers are. */
function stored<A extends Answer | null | undefined>(answer: A, timeouts: Value): A {
  const state = plainOf(partIn(answer, "state"));
  if (!isPlainRecord(state)) return answer;
  const parts = { state: { ...state, [TIMEOUTS]: timeouts }, private: partIn(answer, "private") };
  return parts as unknown as A; // which has no others
}
