import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { dynamicOf, UNKNOWN, type PrivateState, type Value } from "../../../src/plugin";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { partIn } from "../../../src/plugin/values/plain";
import type { HikubeClient } from "../../../src/provider/client";
import { manifestResource } from "../../../src/provider/manifest/resource";
import { FakeServer, ownedWholly } from "./fake";

const OBJECT = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "shop" } };

const MANIFEST = { ...OBJECT, data: { a: "1" } };

type Call = (request: object) => Promise<unknown>;

/** Runs what Terraform asks for, as `create` or `delete`. @returns what is told */
async function asked(
  verb: "create" | "delete" | "read" | "update",
  client: HikubeClient,
  config: Record<string, Value> = {},
  kept: PrivateState = {},
) {
  const diagnostics = new Collector();
  const given = { manifest: dynamicOf(MANIFEST), secret_wo: null, ...config };
  const never = new AbortController().signal;
  const signal = AbortSignal.timeout(2_000);
  const request = {
    ...{ client, config: given, state: { ...given, object: dynamicOf(OBJECT) }, plan: { ...given, object: UNKNOWN } },
    ...{ private: kept, log: diagnostics.log, diagnostics, signal, stopping: never },
  };
  const resource = manifestResource() as unknown as Record<string, Call>;
  const answer = await resource[verb]?.(request).catch((error: unknown) => {
    diagnostics.thrown(error);
  });
  const told = diagnostics.list.map(({ severity, summary, detail = "" }) => `${severity} ${summary}: ${detail}`);
  return { told, kept: partIn(answer, "private") as PrivateState | undefined };
}

const ADOPT = { adopt: true };

function serverWith(object: KubeObject | undefined): FakeServer {
  const server = new FakeServer();
  server.object = object;
  server.onApply = (applied) => (server.object = ownedWholly(applied));
  return server;
}

const STAYS = /^warning ConfigMap "shop\/x" stays: another resource holds it: .*remove `create_before_destroy`/;

test("what a run took over is not removed by it: of create_before_destroy both are one object", async () => {
  const server = serverWith(ownedWholly(MANIFEST));
  const client = server.client();
  expect((await asked("create", client, ADOPT)).told).toEqual([]);
  expect((await asked("delete", client)).told).toEqual([expect.stringMatching(STAYS)]);
  expect(server.calls).not.toContain("delete");
});

test.each([
  ["of ours", ownedWholly(MANIFEST)],
  ["of nothing but a name", OBJECT],
])(
  "what an interrupted run took over and left deposed is not removed by the next one: an object %s",
  async (_, object) => {
    const server = serverWith(object);
    const { kept } = await asked("create", server.client(), ADOPT);
    await asked("update", server.client(), {}, kept);
    expect((await asked("delete", server.client())).told).toEqual([expect.stringMatching(STAYS)]);
    expect(server.calls).not.toContain("delete");
    await removedBy(server, kept);
  },
);

test("what is taken over anew is held by none of those before", async () => {
  const server = serverWith(ownedWholly(MANIFEST));
  const first = await asked("create", server.client(), ADOPT);
  const second = await asked("create", server.client(), ADOPT);
  expect((await asked("delete", server.client(), {}, first.kept)).told).toEqual([expect.stringMatching(STAYS)]);
  await removedBy(server, second.kept);
});

test("whoever imports what was taken over holds it, and who was left behind does not", async () => {
  const server = serverWith(ownedWholly(MANIFEST));
  const before = (await asked("read", server.client())).kept;
  await asked("create", server.client(), ADOPT);
  const { kept } = await asked("read", server.client());
  const again = await asked("read", server.client(), {}, before);
  expect((await asked("delete", server.client(), {}, again.kept ?? before)).told).toEqual([
    expect.stringMatching(STAYS),
  ]);
  await removedBy(server, kept);
});

test("what is new, and what was somebody else's, has no mark", async () => {
  for (const object of [undefined, managedBy("kubectl")]) {
    const server = serverWith(object);
    const { kept } = await asked("create", server.client(), ADOPT);
    expect(server.object?.metadata).not.toHaveProperty("annotations");
    await removedBy(server, kept);
  }
});

/** Who holds an object can delete it. */
async function removedBy(server: FakeServer, kept: PrivateState | undefined): Promise<void> {
  server.onDelete = () => (server.object = undefined);
  expect((await asked("delete", server.client(), {}, kept)).told).toEqual([]);
  expect(server.calls).toContain("delete");
}

test("what was taken over in vain is removed", async () => {
  const server = serverWith(OBJECT);
  server.onApply = () => {
    throw new KubeError("data: Invalid value", 422, "Invalid");
  };
  const client = server.client();
  await asked("create", client, ADOPT);
  server.onDelete = () => (server.object = undefined);
  await asked("delete", client);
  expect(server.calls).toContain("delete");
});

test("what is made and waited for in vain is told as tainted, what is changed is not", async () => {
  const client = serverWith(ownedWholly(MANIFEST)).client();
  const wait = { conditions: null, fields: { "data.b": "1" } };
  expect((await asked("create", client, { ...ADOPT, wait })).told).toEqual([
    expect.stringMatching(
      /^error ConfigMap "shop\/x" is not ready: [^]*data\.b[^]*in the state as tainted: [^]*untaint/,
    ),
  ]);
  expect((await asked("update", client, { wait })).told).toEqual([expect.not.stringContaining("tainted")]);
});

test.each([
  ["of ours", ownedWholly({ ...OBJECT, data: {} }), /remove `create_before_destroy`/, /adopt = true/],
  ["of nothing but a name, whose owner nobody knows", OBJECT, /remove `create_before_destroy`/, /adopt = true/],
  ["of another", managedBy("kubectl"), /set `adopt = true`/, /create_before_destroy/],
])("an object %s that is in the way: what to do, and what not", async (_, object, told, untold) => {
  const { told: lines } = await asked("create", serverWith(object).client());
  const [text = "", ...more] = lines;
  expect(more).toEqual([]);
  expect(text).toMatch(/^error ConfigMap "shop\/x" exists already/);
  expect(text).toMatch(told);
  expect(text).not.toMatch(untold);
});

function managedBy(manager: string): KubeObject {
  const managedFields = [{ manager, operation: "Update", fieldsV1: { "f:data": {} } }];
  return { ...OBJECT, metadata: { ...OBJECT.metadata, managedFields } };
}
