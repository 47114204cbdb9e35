import type { ToyStore } from "./store";
import {
  Decimal,
  DiagnosticError,
  Dynamic,
  dynamicOf,
  forClient,
  UNKNOWN,
  UnknownValue,
  type AnyResource,
  type ValueRecord,
} from "../../../src/plugin";

const { resource } = forClient<ToyStore>();

/** Fails where and how its `fail` says, as an API of its own would. */
export const failing = resource({
  schema: {
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true },
      fail: { type: "string", optional: true },
      rules: {
        nested: { nesting: "list", attributes: { port: { type: "number", required: true } } },
        optional: true,
      },
    },
  },
  create({ plan, client, diagnostics, log, stopping }) {
    log.debug("making a toy that fails", { fail: plan.fail });
    if (plan.fail === "create") throw new DiagnosticError("Create failed", "Nothing was created.", ["fail"]);
    if (plan.fail === "rule") throw new DiagnosticError("Bad port", "Ports go up to 65535.", ["rules", 1, "port"]);
    if (plan.fail === "partly") diagnostics.error("Half created", "The rest is missing.");
    if (plan.fail === "collected") {
      diagnostics.error("First fault", "Nothing was created.");
      diagnostics.error("Second fault", "Nothing was created.");
      return Promise.resolve(undefined);
    }
    const beside = BESIDE[plan.fail ?? ""];
    if (beside !== undefined) return beside(client).then(() => ({ state: { ...plan, id: client.newId() } }));
    if (plan.fail === "slow")
      return interrupted(client, stopping).then(() => ({ state: { ...plan, id: "interrupted" } }));
    return Promise.resolve({ state: { ...plan, id: client.newId() } });
  },
  read: ({ state }) => Promise.resolve({ state }),
  update({ plan, state }) {
    if (plan.fail === "update") throw new Error("Update failed");
    return Promise.resolve({ state: { ...plan, id: state.id } });
  },
  delete({ state }) {
    return state.fail === "delete" ? Promise.reject(new Error("Delete failed")) : Promise.resolve();
  },
});

/** Waits for Terraform to ask to stop, but not for ever. */
async function interrupted(client: ToyStore, stopping: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 20_000);
    stopping.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
    void client.put("started", { size: "" });
  });
}

/** What goes wrong outside of a call, or goes on while that happens. */
const BESIDE: Readonly<Record<string, (store: ToyStore) => Promise<unknown>>> = {
  // A callback fails that the call waits for in vain.
  crash: () => {
    failLater();
    return new Promise(() => undefined);
  },
  // A promise is forgotten, once nine others are at work.
  forget: async (store) => {
    while ((await store.count("at-work")) < 9) await pause();
    void Promise.reject(new Error("the toy forgot a promise"));
    await pause();
    await store.put("forgotten", { size: "" });
  },
  wait: async (store) => {
    await store.put(`at-work-${store.newId()}`, { size: "" });
    while (!store.has("forgotten")) await pause();
  },
  exit: async (store) => {
    await store.put("leaving", { size: "" });
    process.exit(3);
  },
};

function failLater(): void {
  setImmediate(() => {
    throw new Error("the toy fell apart");
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

/** Breaks the protocol in the way that its `how` says. */
export const broken: AnyResource<ToyStore> = {
  schema: {
    attributes: {
      id: { type: "string", computed: true },
      how: { type: "string", required: true },
      amount: { type: "number", optional: true },
      anything: { type: "dynamic", computed: true },
      secret: { type: "string", optional: true, writeOnly: true },
    },
    blocks: { part: { nesting: "list", block: { attributes: { name: { type: "string", required: true } } } } },
  },
  create({ plan }) {
    const state: ValueRecord = { ...plan, id: "broken", anything: null };
    if (plan.how === "apply-nothing") return Promise.resolve(undefined as never);
    const states: Readonly<Record<string, ValueRecord>> = {
      "apply-unknown": { ...state, id: UNKNOWN },
      "apply-nan": { ...state, id: "broken", amount: NaN },
      "apply-changed": { ...state, how: "changed" },
      "apply-extra": { ...state, extra: true },
      "apply-missing": { id: "broken" },
      "apply-type": { ...state, id: 1 },
      "apply-null-block": { ...state, part: null },
      "apply-mixed": { ...state, anything: new Dynamic(["list", "dynamic"], [dynamicOf("x"), dynamicOf(1)]) },
      "apply-surrogate": { ...state, id: "half\ud800" },
      "apply-decimal": { ...state, amount: new Decimal("many") },
    };
    return Promise.resolve({ state: states[howOf(plan)] ?? state });
  },
  read: ({ state }) => Promise.resolve({ state }),
  delete: () => Promise.resolve(),
  modifyPlan({ plan }) {
    if (plan === null) return {};
    const plans: Readonly<Record<string, ValueRecord>> = {
      "plan-changed": { ...plan, amount: 5 },
      "plan-null-block": { ...plan, part: null },
      "plan-extra-block": { ...plan, part: [{ name: "x" }] },
      "plan-nan": { ...plan, amount: NaN },
      "plan-promise": { ...plan, id: new UnknownValue({ numberMin: { value: 1, inclusive: true } }) },
    };
    return { plan: plans[howOf(plan)] ?? plan };
  },
};

function howOf({ how }: ValueRecord): string {
  return typeof how === "string" ? how : "";
}

/** Keeps the state shape of the old SDK: zero values for what is not set. */
export const legacy: AnyResource<ToyStore> = {
  schema: {
    attributes: {
      id: { type: "string", optional: true, computed: true },
      text: { type: "string", optional: true },
      flag: { type: "bool", optional: true },
      generation: { type: "number", computed: true },
    },
  },
  legacyTypeSystem: true,
  create: ({ plan }) => Promise.resolve({ state: { ...zeroed(plan), id: "legacy", generation: 1 } }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan }) => Promise.resolve({ state: { ...zeroed(plan), generation: 2 } }),
  delete: () => Promise.resolve(),
  // The old SDK keeps what is computed, even where an update will change it.
  plan: ({ config, state }) => ({
    plan: { ...zeroed(config), id: state?.id ?? UNKNOWN, generation: state?.generation ?? UNKNOWN },
  }),
};

function zeroed(plan: ValueRecord): ValueRecord {
  return { ...plan, text: plan.text ?? "", flag: plan.flag ?? false };
}
