import { assertProvider } from "../../../src/plugin/lifecycle/schema-rules";
import { timedResource } from "../../../src/plugin/lifecycle/timed-resource";
import { ownUpgrade } from "../../../src/plugin/lifecycle/upgrade";
import { withinTime } from "../../../src/plugin/lifecycle/timeouts";
import { UNKNOWN, type AnyResource, type Timeouts, type ValueRecord } from "../../../src/plugin";
import { planOf } from "../../../src/plugin/testing";
import { timed } from "../toy/timed";

const NEVER = new AbortController().signal;
const waiting = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });

test("an action ends when its time is over: the user's, else the provider's", async () => {
  const timeouts = { create: "1ms" };
  await expect(withinTime({ timeouts, action: "create", given: null }, NEVER, waiting)).rejects.toMatchObject({
    summary: "The create timed out after 1ms",
  });
  const given = { create: "2ms" };
  await expect(withinTime({ timeouts, action: "create", given }, NEVER, waiting)).rejects.toThrow("after 2ms");
});

test("an action without a time ends with the signal that it has anyway", async () => {
  const stop = new AbortController();
  const ended = withinTime({ timeouts: { create: "1ms" }, action: "read", given: null }, stop.signal, waiting);
  stop.abort(new Error("stopped"));
  await expect(ended).rejects.toThrow("stopped");
});

test("a time of months is no time that is over at once", async () => {
  const timeouts = { create: "9999h" };
  const aborted = await withinTime({ timeouts, action: "create", given: null }, NEVER, async (signal) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return signal.aborted;
  });
  expect(aborted).toBe(false);
});

const plain: AnyResource = {
  schema: { attributes: { id: { type: "string", computed: true } } },
  timeouts: { read: "1m" },
  create: () => Promise.resolve(undefined),
  read: () => Promise.resolve(null),
  delete: () => Promise.resolve(),
};

test.each<[string, Timeouts, string]>([
  ["no duration", { create: "soon" }, 'resource toy_a: the timeout of create: invalid duration "soon"'],
  ["a time of nothing", { create: "0s" }, 'the timeout of create: the time must be longer than "0s"'],
  ["no action", { as: "attribute" }, "resource toy_a: timeouts need at least one action"],
])("a provider is refused whose times name %s", (_, timeouts, message) => {
  const provider = { name: "toy", schema: {}, configure: () => null, resources: { toy_a: { ...plain, timeouts } } };
  expect(() => {
    assertProvider(provider);
  }).toThrow(message);
});

test("a provider is refused that has timeouts of its own beside them", () => {
  const schema = { attributes: { timeouts: { type: "string", optional: true } } } as const;
  const provider = { name: "toy", schema: {}, configure: () => null, resources: { toy_a: { ...plain, schema } } };
  expect(() => {
    assertProvider(provider);
  }).toThrow("resource toy_a.timeouts: is added by the resource's timeouts");
});

test("the author's methods see nothing of the times, and lose nothing of them", async () => {
  const seen: ValueRecord[] = [];
  const see = <V extends ValueRecord>(value: V): V => {
    seen.push(value);
    return value;
  };
  const author: AnyResource = {
    ...plain,
    create: ({ config, plan }) => Promise.resolve({ state: { ...see(config), ...see(plan) } }),
    read: ({ state }) => Promise.resolve({ state: see(state) }),
    update: ({ plan, state }) => Promise.resolve({ state: { ...see(state), ...see(plan) } }),
    delete: ({ state }) => Promise.resolve(void see(state)),
    validate: ({ config }) => void see(config),
    upgrade: ({ state }) => see(state),
    generateConfig: ({ state }) => see(state),
    identity: { attributes: {}, of: see, importId: () => "" },
    plan: ({ config, state }) => ({ plan: { ...see(config), ...see(state ?? {}) } }),
    modifyPlan: ({ plan }) => (plan === null ? {} : { plan: see(plan) }),
  };
  const resource = timedResource(author);
  const [value, timeouts] = [{ id: "a" }, { read: "5m" }];
  const whole = { ...value, timeouts };
  const common = { client: null, diagnostics: undefined as never, log: undefined as never, private: {} };
  const request = { ...common, signal: NEVER, stopping: NEVER };
  const other = { ...whole, id: "b" };
  expect(await resource.create({ ...request, config: whole, plan: whole })).toEqual({ state: whole });
  expect(await resource.read({ ...request, state: whole })).toEqual({ state: whole });
  expect(await resource.update?.({ ...request, config: other, plan: other, state: whole })).toEqual({ state: other });
  await resource.delete({ ...request, state: whole });
  await resource.validate?.({ ...request, config: whole });
  expect(await ownUpgrade(resource, { version: 0, state: whole, diagnostics: request.diagnostics })).toEqual(whole);
  expect(await resource.generateConfig?.({ state: whole })).toEqual(whole);
  expect(resource.identity?.of(whole)).toEqual(value);
  expect(await resource.plan?.({ ...request, config: whole, state: null })).toEqual({ plan: whole });
  const changed = await resource.modifyPlan?.({
    ...request,
    action: "create",
    config: whole,
    plan: whole,
    state: null,
  });
  expect(changed).toEqual({ plan: whole, requiresReplace: [] });
  await resource.modifyPlan?.({ ...request, action: "delete", config: null, plan: null, state: whole });
  expect(seen.length).toBeGreaterThan(12);
  expect(seen.filter((record) => "timeouts" in record)).toEqual([]);
});

test("a change that is only known at apply keeps computed values unknown", async () => {
  const state = { id: "a", url: "http://x", label: "l", calls: 1 };
  const { plan } = await planOf(timed, { config: { url: "http://x", label: UNKNOWN }, state });
  expect(plan).toMatchObject({ label: UNKNOWN, calls: UNKNOWN });
});
