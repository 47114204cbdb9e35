import type { Cluster } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { assertOwn } from "../../../src/provider/tenant/disputed";
import { heldMark, type Mark } from "../../../src/provider/objects/mark";
import { adopted, begun, finished, isBeingAdopted, rewritten, takenOver } from "../../../src/provider/tenant/maker";

const NAME = "tenant-shop";
const MARK = "hikube.cloud/unfinished";
const SPEC = "hikube.cloud/spec";
const MADE_BY = "hikube.cloud/made-by";
const DISPUTED = "hikube.cloud/disputed";

/** The annotations of one namespace, as server-side apply keeps them: by managers, with conflicts and versions. */
function applyServer() {
  let version = 0;
  const owners = new Map<string, Map<string, string>>();
  const annotations = () => Object.fromEntries([...owners.values()].flatMap((own) => [...own]));
  const stored = (): KubeObject | undefined =>
    version === 0
      ? undefined
      : {
          ...NAMESPACE,
          metadata: {
            ...{ name: NAME, annotations: annotations(), resourceVersion: String(version) },
            managedFields: [...owners.keys()].map((manager) => ({ manager, time: new Date().toISOString() })),
          },
        };
  const cluster: Partial<Cluster> = {
    get: () => Promise.resolve(stored()),
    apply: ({ metadata }, { fieldManager, force = false }) => {
      const conflict = new KubeError("conflict", 409, "Conflict");
      const given = metadata.resourceVersion;
      if (given !== undefined && given !== String(version)) return Promise.reject(conflict);
      const wanted = new Map(Object.entries(metadata.annotations ?? {}));
      for (const [manager, own] of owners) {
        const foreign = [...wanted].filter(([key, value]) => own.has(key) && own.get(key) !== value);
        if (manager === fieldManager || foreign.length === 0) continue;
        if (!force) return Promise.reject(conflict);
        for (const [key] of foreign) own.delete(key);
      }
      owners.set(fieldManager, wanted);
      version += 1;
      return Promise.resolve(stored()!);
    },
    patch: (_ref, _type, body, { fieldManager = "" } = {}) => {
      owners.set(fieldManager, new Map(Object.entries((body as KubeObject).metadata.annotations ?? {})));
      version += 1;
      return Promise.resolve(stored()!);
    },
  };
  const live = new LiveObjects(() => cluster as Cluster);
  return { writer: { cluster: cluster as Cluster, live }, annotations, stored };
}

const namespaceOf = (name: string): KubeObject => ({
  ...NAMESPACE,
  metadata: { name: NAME, annotations: { [SPEC]: JSON.stringify({ name }) } },
});
const [ours, theirs] = [namespaceOf("ours"), namespaceOf("theirs")];
/** What stands there of a tenant that is made. */
const madeOf = ({ metadata }: KubeObject, { text }: Mark) => ({ ...metadata.annotations, [MADE_BY]: text });
const { signal } = new AbortController();
const held = {
  summary: `There is a tenant ${NAME} already`,
  detail: expect.stringContaining("[tenant-held-elsewhere]") as string,
};

test("one maker marks the namespace, and leaves nothing of the mark", async () => {
  const { writer, annotations } = applyServer();
  const mark = await begun(writer, { namespace: ours, signal });
  expect(annotations()[MARK]).toBe(mark.text);
  await finished(writer, ours, mark);
  expect(annotations()).toEqual(madeOf(ours, mark));
});

test.each([ours, theirs])("of two who begin at once the second is refused, and writes nothing", async (second) => {
  const { writer, annotations } = applyServer();
  const mark = await begun(writer, { namespace: ours, signal });
  await expect(begun(writer, { namespace: second, signal })).rejects.toMatchObject(held);
  expect(annotations()).toMatchObject({ ...ours.metadata.annotations, [MARK]: mark.text });
});

test("who comes when the other is done already is refused, and takes the own mark away", async () => {
  const { writer, annotations } = applyServer();
  const mark = await begun(writer, { namespace: ours, signal });
  await finished(writer, ours, mark);
  await expect(begun(writer, { namespace: theirs, signal })).rejects.toMatchObject(held);
  expect(annotations()).toEqual({ ...madeOf(ours, mark), [DISPUTED]: expect.anything() as string });
});

test("what an apply began that goes on is not taken over", async () => {
  const { writer, stored, annotations } = applyServer();
  const mark = await begun(writer, { namespace: ours, signal });
  const second = begun(writer, { namespace: theirs, rest: stored(), signal });
  await finished(writer, ours, mark);
  await expect(second).rejects.toMatchObject(held);
  expect(annotations()).toEqual({ ...madeOf(ours, mark), [DISPUTED]: expect.anything() as string });
});

const labelled = async ({ writer }: ReturnType<typeof applyServer>) => {
  const annotations = { team: "x" };
  await writer.cluster.apply({ ...NAMESPACE, metadata: { name: NAME, annotations } }, { fieldManager: "kubectl" });
};

test.each([ours, theirs])(
  "of two who adopt a namespace at once the second is refused, and leaves no mark",
  async (second) => {
    const server = applyServer();
    await labelled(server);
    const { writer, annotations } = server;
    const all = await Promise.allSettled([
      adopted(writer, { namespace: ours, signal }),
      adopted(writer, { namespace: second, signal }),
    ]);
    expect(all).toMatchObject([{ status: "fulfilled" }, { status: "rejected", reason: held }]);
    await expect(adopted(writer, { namespace: second, signal })).rejects.toMatchObject(held);
    expect(annotations()).toMatchObject({ ...ours.metadata.annotations, team: "x" });
    expect(annotations()).not.toHaveProperty([MARK]);
  },
);

test("a namespace whose adoption was cut short tells that it is somebody's, and is adopted by the next one", async () => {
  const server = applyServer();
  await labelled(server);
  const { writer, annotations, stored } = server;
  await begun(writer, { namespace: ours, adopts: true, signal });
  const rest = old(stored()!);
  expect(isBeingAdopted(rest)).toBe(true);
  await adopted(writer, { namespace: theirs, rest, signal });
  expect(isBeingAdopted(stored()!)).toBe(false);
  expect(annotations()).toMatchObject({ ...theirs.metadata.annotations, team: "x" });
});

/** As an apply left it that was killed a while ago. */
const old = (rest: KubeObject): KubeObject => ({ ...rest, metadata: { ...rest.metadata, managedFields: undefined } });

test("what nobody goes on with is taken over by one, and who wakes up then is refused", async () => {
  const { writer, stored, annotations } = applyServer();
  const lost = await begun(writer, { namespace: ours, signal });
  const rest = old(stored()!);
  const mark = await begun(writer, { namespace: theirs, rest, signal });
  await expect(begun(writer, { namespace: ours, rest, signal })).rejects.toMatchObject(held);
  await expect(finished(writer, ours, lost)).rejects.toMatchObject(held);
  await finished(writer, theirs, mark);
  expect(annotations()).toMatchObject(madeOf(theirs, mark));
});

test.each([
  ["goes on with just this tenant", false],
  ["has made just this tenant", true],
])("who wakes up when another apply %s is refused, and that is written down", async (_, isMade) => {
  const { writer, stored, annotations } = applyServer();
  const lost = await begun(writer, { namespace: ours, signal });
  const mark = await begun(writer, { namespace: ours, rest: stored(), signal });
  if (isMade) await finished(writer, ours, mark);
  await expect(assertOwn(writer.cluster, ours, lost)).rejects.toMatchObject(held);
  await expect(finished(writer, ours, lost)).rejects.toMatchObject(held);
  expect(annotations()).toHaveProperty([DISPUTED]);
  // The other one is not disturbed.
  if (!isMade) await finished(writer, ours, mark);
  expect(annotations()).toEqual({ ...madeOf(ours, mark), [DISPUTED]: expect.anything() as string });
});

test("who adopts a namespace and stands still is refused when another apply took it over meanwhile", async () => {
  const server = applyServer();
  await labelled(server);
  const { writer, annotations } = server;
  const lost = await adopted(writer, { namespace: ours, signal });
  await assertOwn(writer.cluster, ours, lost);
  const former = heldMark(lost.text);
  await rewritten(writer, ours, former);
  // Until all is written it stays its holder's.
  await assertOwn(writer.cluster, ours, lost);
  const mark = await takenOver(writer, ours, former);
  await expect(assertOwn(writer.cluster, ours, lost)).rejects.toMatchObject(held);
  await assertOwn(writer.cluster, ours, mark);
  expect(annotations()).toMatchObject({ ...madeOf(ours, mark), team: "x", [DISPUTED]: expect.anything() as string });
});

test("of two who take over a finished tenant the one that ends later is refused", async () => {
  const { writer, annotations } = applyServer();
  const made = await begun(writer, { namespace: ours, signal });
  await finished(writer, ours, made);
  const former = heldMark(made.text);
  await rewritten(writer, ours, former);
  await rewritten(writer, ours, former);
  const mark = await takenOver(writer, ours, former);
  for (const write of [takenOver, rewritten]) await expect(write(writer, ours, former)).rejects.toMatchObject(held);
  expect(annotations()).toMatchObject(madeOf(ours, mark));
});

test("the same spec goes on at once, and with another version of the namespace, too", async () => {
  const { writer, stored, annotations } = applyServer();
  await begun(writer, { namespace: ours, signal });
  const rest = stored()!;
  await writer.cluster.apply({ ...NAMESPACE, metadata: { name: NAME } }, { fieldManager: "mesh" });
  const mark = await begun(writer, { namespace: ours, rest, signal });
  await finished(writer, ours, mark);
  expect(annotations()).toEqual(madeOf(ours, mark));
});

test("a call whose answer was lost may be repeated", async () => {
  const { writer, annotations } = applyServer();
  const { cluster, live } = writer;
  let calls = 0;
  const twice = {
    ...cluster,
    async apply(...given: Parameters<Cluster["apply"]>) {
      calls += 1;
      const answer = await cluster.apply(...given);
      return [1, 2, 4].includes(calls) ? cluster.apply(...given) : answer;
    },
  };
  const mark = await begun({ cluster: twice, live }, { namespace: ours, signal });
  await finished({ cluster: twice, live }, ours, mark);
  expect(calls).toBe(5);
  expect(annotations()).toEqual(madeOf(ours, mark));
});
