import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { dynamicOf, UNKNOWN, type Value } from "../../../src/plugin";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import type { HikubeClient } from "../../../src/provider/client";
import { manifestResource } from "../../../src/provider/manifest/resource";
import { FakeServer, ownedWholly } from "./fake";

const OBJECT = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "shop" } };

type Call = (request: object) => Promise<unknown>;

/** Runs what Terraform asks for, as `create` or `delete`. @returns what is told */
async function asked(verb: "create" | "delete", client: HikubeClient, config: Record<string, Value> = {}) {
  const diagnostics = new Collector();
  const given = { manifest: dynamicOf(OBJECT), secret_wo: null, ...config };
  const never = new AbortController().signal;
  const request = {
    ...{ client, config: given, state: { ...given, object: dynamicOf(OBJECT) }, plan: { ...given, object: UNKNOWN } },
    ...{ private: {}, log: diagnostics.log, diagnostics, signal: never, stopping: never },
  };
  const resource = manifestResource() as unknown as Record<string, Call>;
  await resource[verb]?.(request).catch((error: unknown) => {
    diagnostics.thrown(error);
  });
  return diagnostics.list.map(({ severity, summary, detail = "" }) => `${severity} ${summary}: ${detail}`);
}

function serverWith(object: KubeObject | undefined): FakeServer {
  const server = new FakeServer();
  server.object = object;
  return server;
}

test("what a run took over is not removed by it: of create_before_destroy both are one object", async () => {
  const server = serverWith(ownedWholly(OBJECT));
  const client = server.client();
  expect(await asked("create", client, { adopt: true })).toEqual([]);
  expect(await asked("delete", client)).toEqual([
    expect.stringMatching(
      /^warning ConfigMap "shop\/x" stays: this run took it over: .*remove `create_before_destroy`/,
    ),
  ]);
  expect(server.calls).not.toContain("delete");
});

test.each([
  ["by another run", (server: FakeServer) => server.client()],
  ["in vain", (_: FakeServer, client: HikubeClient) => client],
])("what was taken over %s is removed", async (how, next) => {
  const server = serverWith(OBJECT);
  server.onApply = (object) => {
    if (how === "in vain") throw new KubeError("data: Invalid value", 422, "Invalid");
    return ownedWholly(object);
  };
  const client = server.client();
  await asked("create", client, { adopt: true });
  const removing = asked("delete", next(server, client));
  server.object = undefined;
  await removing;
  expect(server.calls).toContain("delete");
});

test.each([
  ["of ours", ownedWholly({ ...OBJECT, data: {} }), /remove `create_before_destroy`/, /adopt = true/],
  ["of nothing but a name, whose owner nobody knows", OBJECT, /remove `create_before_destroy`/, /adopt = true/],
  ["of another", managedBy("kubectl"), /set `adopt = true`/, /create_before_destroy/],
])("an object %s that is in the way: what to do, and what not", async (_, object, told, untold) => {
  const [text = "", ...more] = await asked("create", serverWith(object).client());
  expect(more).toEqual([]);
  expect(text).toMatch(/^error ConfigMap "shop\/x" exists already/);
  expect(text).toMatch(told);
  expect(text).not.toMatch(untold);
});

function managedBy(manager: string): KubeObject {
  const managedFields = [{ manager, operation: "Update", fieldsV1: { "f:data": {} } }];
  return { ...OBJECT, metadata: { ...OBJECT.metadata, managedFields } };
}
