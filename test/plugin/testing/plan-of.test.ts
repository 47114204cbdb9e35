import { everything } from "../toy/everything";
import { item } from "../toy/item";
import { values } from "../toy/values";
import { forClient, isUnknown, UNKNOWN } from "../../../src/plugin";
import { planOf } from "../../../src/plugin/testing";

const STORED = { id: "i1", name: "a", size: "small", serial: 1 } as const;

describe("planOf", () => {
  it("plans a create with defaults and unknown values, typed by the schema", async () => {
    const { action, plan, replace, diagnostics } = await planOf(item, { config: { name: "a" } });
    expect({ action, replace, diagnostics }).toEqual({ action: "create", replace: [], diagnostics: [] });
    const size: string | undefined = plan === null || isUnknown(plan.size) ? undefined : plan.size;
    expect(size).toBe("small");
    expect(plan).toEqual({
      ...{ id: UNKNOWN, name: "a", size: "small", serial: UNKNOWN },
      ...{ secret: null, secret_version: null, part: [] },
    });
  });

  it("keeps what is stable in an update, and makes unknown what may change", async () => {
    const config = { name: "a", size: "large", part: [{ kind: "wheel", count: 2, code: null }] };
    const state = { ...STORED, part: [{ kind: "wheel", count: 2, code: "c" }] };
    const { action, plan } = await planOf(item, { config, state });
    expect(action).toBe("update");
    expect(plan).toMatchObject({ id: "i1", serial: UNKNOWN, part: [{ kind: "wheel", count: 2, code: "c" }] });
  });

  it("tells a replacement with its reasons, a destruction, and that nothing changes", async () => {
    expect(await planOf(item, { config: { name: "b" }, state: STORED })).toMatchObject({
      action: "replace",
      replace: ["name"],
    });
    expect(await planOf(item, { config: null, state: STORED })).toMatchObject({ action: "delete", plan: null });
    expect(await planOf(item, { config: { name: "a" }, state: STORED })).toMatchObject({ action: "no-op" });
    expect(await planOf(item, { config: null })).toMatchObject({ action: "no-op" });
  });

  it("answers with the errors and warnings of the checks, and no plan", async () => {
    const same = await planOf(item, { config: { name: "x", size: "x" } });
    expect(same).toMatchObject({ plan: null, diagnostics: [{ severity: "error", path: ["size"] }] });
    const warned = await planOf(values, { config: { first: "abcdefg" } });
    expect(warned).toMatchObject({ action: "create", diagnostics: [{ severity: "warning", path: ["first"] }] });
  });

  it("fills in what is not written, at every depth", async () => {
    const { plan } = await planOf(everything, {
      config: { nested_list: [{ name: "n", level: null, token: null }], block_map: { k: { name: "b", note: null } } },
    });
    expect(plan).toMatchObject({
      nested_list: [{ name: "n", level: 1, token: UNKNOWN }],
      block_map: { k: { name: "b", note: null } },
      block_group: { note: null },
      block_list: [],
      block_single: null,
    });
  });

  it("gives client and private state to modifyPlan, and tells what it throws", async () => {
    const { resource } = forClient<{ readonly limit: number }>();
    const limited = resource({
      schema: { attributes: { size: { type: "number", required: true } } },
      create: ({ plan }) => Promise.resolve({ state: plan }),
      read: ({ state }) => Promise.resolve({ state }),
      update: ({ plan }) => Promise.resolve({ state: plan }),
      delete: () => Promise.resolve(),
      modifyPlan({ plan, client, private: { frozen }, diagnostics }) {
        if (frozen === true) throw new Error("It is frozen.");
        if (client === undefined) diagnostics.warning("No client yet");
        if (plan !== null && client !== undefined && Number(plan.size) > client.limit) diagnostics.error("Too large");
        return {};
      },
    });
    const config = { size: 3 };
    expect(await planOf(limited, { config })).toMatchObject({ diagnostics: [{ summary: "No client yet" }] });
    expect(await planOf(limited, { config, client: { limit: 5 } })).toMatchObject({ action: "create", plan: config });
    const refused = await planOf(limited, { config, client: { limit: 2 } });
    expect(refused).toMatchObject({ plan: null, diagnostics: [{ summary: "Too large" }] });
    const frozen = await planOf(limited, { config, private: { frozen: true } });
    expect(frozen).toMatchObject({ plan: null, diagnostics: [{ severity: "error", summary: "It is frozen." }] });
  });
});
