import { withRetries } from "../../../src/kube/retry";
import { made, withoutFirstWrites } from "../../../src/provider/manifest/first-write";
import { HOLDER } from "../../../src/provider/manifest/holder";
import { firstManager, isApplied, isForeign } from "../../../src/provider/objects/managers";
import { ApplyingServer } from "./applying-server";

const object = (data: Record<string, string>, annotations = {}) => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", data },
  metadata: { name: "x", namespace: "shop", annotations },
});

const terms = { hidden: false, signal: new AbortController().signal };

const make = (server: ApplyingServer, data: Record<string, string> = { a: "1" }) =>
  made(withRetries(server.cluster()), object(data), terms);

const managersOf = ({ entries }: ApplyingServer) => entries.map(({ manager }) => manager);

/** Another configuration that makes the object, without a stop. */
const other =
  (server: ApplyingServer, data: Record<string, string>, manager = "hikube") =>
  () => {
    server.applied(object(data), { fieldManager: manager, force: true });
  };

test("a new object is ours by two writes", async () => {
  const server = new ApplyingServer();
  const { object: answer } = await make(server);
  expect([server.data, managersOf(server), server.writes]).toEqual([{ a: "1" }, ["hikube"], 2]);
  expect([isApplied(answer), isForeign(answer)]).toEqual([true, false]);
});

test.each([
  ["another value", { a: "2", b: "2" }, "hikube"],
  ["another value, halfway", { a: "2" }, "hikube-0123456789ab"],
  ["the same", { a: "1" }, "hikube"],
  ["the same, halfway", { a: "1" }, "hikube-0123456789ab"],
  ["something else", { z: "1" }, "hikube"],
  ["more, by another program", { a: "1", b: "2" }, "kubectl"],
])("what somebody has made with %s since it was looked for stays as it is", async (_, data, manager) => {
  const server = new ApplyingServer();
  server.before[1] = other(server, data, manager);
  await expect(make(server)).rejects.toMatchObject({
    summary: 'ConfigMap "shop/x" exists already',
    detail: expect.stringMatching(/^Somebody has made it since[^]*nothing of theirs was changed/) as string,
    path: ["manifest"],
  });
  expect([server.data, managersOf(server)]).toEqual([data, [manager]]);
});

test.each([1, 2])("the answer to write %s may be lost", async (number) => {
  const server = new ApplyingServer();
  server.lost.add(number);
  await make(server);
  expect([server.data, managersOf(server)]).toEqual([{ a: "1" }, ["hikube"]]);
});

test("a controller may write between, also where an answer was lost", async () => {
  const server = new ApplyingServer();
  server.lost.add(1);
  const controller = { manager: "aaa-controller", keys: ["z"], time: "2026-01-01T00:10:00.000Z" };
  server.before[2] = () => (server.entries = [controller, ...server.entries]);
  server.before[3] = () => (server.entries = [{ ...controller, manager: "second" }, ...server.entries]);
  await make(server);
  expect(managersOf(server)).toEqual(["second", "aaa-controller", "hikube"]);
});

test("what another configuration adopts between the two writes is its own", async () => {
  const server = new ApplyingServer();
  server.before[2] = () => {
    const [first = ""] = managersOf(server);
    server.applied(object({ a: "2" }, { [HOLDER]: "theirs" }), { fieldManager: "hikube", force: true });
    server.applied(object({}), { fieldManager: first });
  };
  await expect(make(server)).rejects.toThrow("exists already");
  expect([server.data, managersOf(server)]).toEqual([{ a: "2" }, ["hikube"]]);
});

test("what a killed apply left is ours, and gets our name by the next one", async () => {
  const server = new ApplyingServer();
  server.applied(object({ a: "1", b: "1" }), { fieldManager: firstManager() });
  const left = (await server.cluster().get({ apiVersion: "v1", kind: "ConfigMap", name: "x" }))!;
  expect([isApplied(left), isForeign(left)]).toEqual([true, false]);
  const applied = await server.cluster().apply(object({ a: "2" }), { fieldManager: "hikube", force: true });
  expect(await withoutFirstWrites(server.cluster(), applied)).toMatchObject({ data: { a: "2" } });
  expect([server.data, managersOf(server)]).toEqual([{ a: "2" }, ["hikube"]]);
});
