import type { ValueRecord } from "../../../src/plugin";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects } from "../../../src/provider/objects/live";
import { applied, removePlatform } from "../../../src/provider/platform/apply";
import { CLUSTER } from "../../model/tenants";
import { versionedServer } from "../tenant/versioned-server";

const HOME = "Namespace/hikube-system";
const MADE_BY = "hikube.cloud/made-by";
const OTHERS = "held by bbbbbbbbbbbb";
const plan: ValueRecord = { guardrails: true, readable_classes: true, contact: null };
const { signal } = new AbortController();
const wait = { signal, stopping: signal };

/** A platform that one state has made, and a hook by which another one takes it over right before a call. */
async function made() {
  const server = versionedServer();
  const client = {
    cluster: () => server.cluster,
    live: new LiveObjects(() => server.cluster),
    facts: () => Promise.resolve(CLUSTER),
  } as unknown as HikubeClient;
  const { state, private: kept = {} } = await applied(client, plan, { before: {}, signal });
  const objects = state.objects as Readonly<Record<string, string>>;
  const markIs = () => server.kept.get(HOME)?.metadata.annotations?.[MADE_BY];
  const takenOver = () => {
    const home = server.kept.get(HOME)!;
    server.put({ ...home, metadata: { ...home.metadata, annotations: { [MADE_BY]: OTHERS } } });
  };
  /** Right before the first removal of a kind. */
  const takenBefore = (kind: string) => {
    const remove = server.cluster.delete.bind(server.cluster);
    let isTaken = false;
    server.cluster.delete = (ref, options) => {
      if (!isTaken && ref.kind === kind) takenOver();
      isTaken ||= ref.kind === kind;
      // What is of the whole cluster is asked for without its namespace.
      const { apiVersion, name } = ref;
      return remove(ref.kind.startsWith("Validating") ? { apiVersion, kind: ref.kind, name } : ref, options);
    };
  };
  return { ...server, client, kept: kept, server, objects, markIs, takenBefore };
}

const isElsewhere = { summary: "Another resource holds the platform now" };

test("of two who make the platform at once the second is refused, and changes nothing", async () => {
  const { client, server, markIs } = await made();
  const before = new Map(server.kept);
  await expect(applied(client, { ...plan, guardrails: false }, { before: {}, signal })).rejects.toMatchObject({
    summary: "The cluster has a platform now",
  });
  expect([...server.kept.keys()]).toEqual([...before.keys()]);
  expect(markIs()).toBe(before.get(HOME)?.metadata.annotations?.[MADE_BY]);
});

test("a change during which another one takes the platform over ends at once", async () => {
  const { client, kept, server, objects, markIs, takenBefore } = await made();
  const before = [...server.kept.keys()];
  takenBefore("ValidatingAdmissionPolicy");
  const change = applied(client, { ...plan, guardrails: false }, { before: objects, signal, kept });
  await expect(change).rejects.toMatchObject(isElsewhere);
  expect(markIs()).toBe(OTHERS);
  // What was on its way already.
  expect(before.filter((key) => !server.kept.has(key))).toHaveLength(1);
});

test("a removal during which another one takes the platform over leaves its namespace", async () => {
  const { client, kept, objects, markIs, takenBefore } = await made();
  takenBefore("Namespace");
  expect(await removePlatform(client, objects, { ...wait, kept })).toBe(false);
  expect(markIs()).toBe(OTHERS);
});

test("who took it over is not changed by who held it", async () => {
  const { client, kept, server, objects, markIs } = await made();
  const takes = server.kept.get(HOME);
  await applied(client, plan, { before: {}, signal, takes });
  const mark = markIs();
  expect(mark).not.toBe(kept.holder);
  await expect(applied(client, plan, { before: objects, signal, kept })).rejects.toMatchObject(isElsewhere);
  expect(await removePlatform(client, objects, { ...wait, kept })).toBe(false);
  expect(markIs()).toBe(mark);
});
