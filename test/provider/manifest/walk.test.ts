import { KubeError } from "../../../src/kube/kube-error";
import { dynamicOf, isUnknown, UNKNOWN, type PrivateState, type Value, type ValueRecord } from "../../../src/plugin";
import { planOf } from "../../../src/plugin/testing";
import type { HikubeClient } from "../../../src/provider/client";
import { manifestResource } from "../../../src/provider/manifest/resource";
import { FakeServer } from "./fake";

const account = (name: string, more: Record<string, Value> = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "shop" },
  ...more,
});

interface Stored {
  readonly state?: Record<string, Value>;
}

async function planned(client: HikubeClient, manifest: Value, { state }: Stored = {}) {
  const outcome = await planOf(manifestResource(), { client, config: { manifest: dynamicOf(manifest) }, state });
  return { ...outcome, told: outcome.diagnostics.map(({ severity, summary }) => `${severity} ${summary}`) };
}

interface Reader {
  read(request: {
    readonly state: ValueRecord;
    readonly client: HikubeClient;
    readonly private: PrivateState;
  }): Promise<unknown>;
}

/** As Terraform reads what is in the state before it plans. */
async function refresh(client: HikubeClient, object: Value): Promise<void> {
  const state = { manifest: dynamicOf(object), object: dynamicOf(object) };
  await (manifestResource() as unknown as Reader).read({ state, client, private: {} });
}

describe("an object that names nothing but itself, and so has no field manager", () => {
  test("is made anew where it is tainted: it was read from the state", async () => {
    const server = new FakeServer();
    server.object = account("x");
    const client = server.client();
    await refresh(client, account("x"));
    const plan = await planned(client, account("x"));
    expect(plan).toMatchObject({ action: "create", told: [] });
    expect(isUnknown(plan.plan?.object)).toBe(true);
  });

  test("is made anew by -replace without a refresh: it was planned as what is there", async () => {
    const server = new FakeServer();
    server.object = account("x");
    const client = server.client();
    const state = { manifest: dynamicOf(account("x")), object: dynamicOf(account("x")) };
    await planned(client, account("x"), { state });
    expect((await planned(client, account("x"))).told).toEqual([]);
  });

  test("is another's where only another object was read", async () => {
    const server = new FakeServer();
    server.object = account("x");
    const client = server.client();
    await refresh(client, account("y"));
    expect((await planned(client, account("x"))).told).toEqual([
      'warning ConfigMap "shop/x" exists already: the apply will refuse it',
    ]);
  });
});

describe("one object in two resources", () => {
  test("is refused, also in another version of its group", async () => {
    const client = new FakeServer().client();
    expect((await planned(client, account("x"))).told).toEqual([]);
    expect((await planned(client, account("x", { apiVersion: "v2" }))).told).toEqual([
      'error ConfigMap "shop/x" is planned twice',
    ]);
  });

  test("are two where a name, a namespace, a kind or a group differs, or is not known yet", async () => {
    const client = new FakeServer().client();
    const others: Record<string, Value>[] = [
      {},
      { metadata: { name: "x", namespace: "other" } },
      { kind: "Secret" },
      { apiVersion: "example.test/v1" },
      { metadata: { name: UNKNOWN, namespace: "shop" } },
      { metadata: { name: UNKNOWN, namespace: "shop" } },
      { metadata: UNKNOWN },
    ];
    for (const more of others) expect((await planned(client, account("x", more))).told).toEqual([]);
  });

  test("are none in the next walk", async () => {
    const server = new FakeServer();
    await planned(server.client(), account("x"));
    expect((await planned(server.client(), account("x"))).told).toEqual([]);
  });
});

describe("an object that its definition refuses", () => {
  const definition = (more: Record<string, Value> = {}) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "gadgets.example.test" },
    spec: { group: "example.test", names: { kind: "Gadget" }, versions: [{ name: "v1", served: true }], ...more },
  });
  const refusing = () => {
    const server = new FakeServer();
    server.onApply = (object) => {
      if (object.kind === "Gadget") throw new KubeError("spec.size: Invalid value: 99", 422, "Invalid");
      return object;
    };
    return server;
  };
  const gadget = account("x", { apiVersion: "example.test/v1", kind: "Gadget" });
  const refused = ['error Cannot apply Gadget "shop/x"'];
  const blind = ['warning Gadget "shop/x" is planned from the configuration alone: the API server did not try it'];

  test.each([
    ["is an error where no definition is planned", undefined, refused],
    ["is planned where its definition changes", definition(), blind],
    ["is planned where a definition is not known yet", definition({ group: UNKNOWN }), blind],
    ["is an error where another definition changes", definition({ names: { kind: "Widget" } }), refused],
  ] satisfies [string, Value | undefined, string[]][])("%s", async (_, planning, told) => {
    const client = refusing().client();
    if (planning !== undefined) await planned(client, planning);
    expect((await planned(client, gadget)).told).toEqual(told);
  });

  test("is an error where its definition stays as it is", async () => {
    const client = refusing().client();
    const state = { manifest: dynamicOf(definition()), object: dynamicOf(definition()) };
    await planned(client, definition(), { state });
    expect((await planned(client, gadget)).told).toEqual(refused);
  });
});
