import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";

const APPS = { resources: [{ name: "replicasets", kind: "ReplicaSet", namespaced: true }] };
const REPLICA_SET = { apiVersion: "apps/v1", kind: "ReplicaSet" };
const MiB = 1_048_576;

/** A page that was asked for. */
interface Page {
  readonly limit: number;
  /** The first object, and the one after the last. */
  readonly from: number;
  readonly until: number;
  readonly bytes: number;
}

let server: Server;
let sizes: readonly number[];
let pages: Page[];
let answer: (query: URLSearchParams, response: ServerResponse) => void;
/** A server may pay no heed to the number that is asked for. */
let heedsLimit: boolean;

beforeEach(async () => {
  pages = [];
  answer = answerPage;
  heedsLimit = true;
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    if (url.pathname === "/apis/apps/v1") response.end(JSON.stringify(APPS));
    else answer(url.searchParams, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function answerPage(query: URLSearchParams, response: ServerResponse): void {
  const limit = Number(query.get("limit"));
  const from = Number(query.get("continue") ?? 0);
  const until = heedsLimit ? from + limit : sizes.length;
  const items = sizes.slice(from, until).map((size, index) => objectOf(from + index, size));
  const more = until < sizes.length ? { continue: String(until) } : {};
  const body = Buffer.from(JSON.stringify({ metadata: more, items }));
  pages.push({ limit, from, until, bytes: body.length });
  response.end(body);
}

function writeForever(response: ServerResponse): void {
  const spaces = Buffer.alloc(65_536, " ");
  const write = (error?: Error | null) => {
    if (!error) response.write(spaces, write);
  };
  write();
}

function objectOf(index: number, size: number) {
  return { metadata: { name: `r${index}`, managedFields: [] }, spec: { replicas: 1, filler: "x".repeat(size) } };
}

async function list(keep?: (object: KubeObject) => KubeObject): Promise<readonly KubeObject[]> {
  const cluster = connect({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  return cluster.list(REPLICA_SET, keep === undefined ? {} : { keep });
}

const names = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.name);
const inOrder = () => sizes.map((_, index) => `r${index}`);
/** Those that were taken: the next one begins where they end. */
const taken = () => pages.filter(({ until }, index) => (pages[index + 1]?.from ?? until) === until);

test.each([
  ["as large as the store takes", Array<number>(40).fill(1.5 * MiB)],
  ["of 398 kB, 250 of them", Array<number>(250).fill(398_000)],
  ["large after many small ones", [...Array<number>(1500).fill(10), ...Array<number>(20).fill(MiB)]],
  ["small after large ones", [...Array<number>(20).fill(MiB), ...Array<number>(800).fill(10)]],
])("no page holds more than a few megabytes of objects: %s", async (_, given) => {
  sizes = given;
  const found = await list(({ metadata, ...rest }) => ({ ...rest, metadata, spec: {} }));
  expect(names(found)).toEqual(inOrder());
  expect(Math.max(...taken().map(({ bytes }) => bytes))).toBeLessThanOrEqual(4 * MiB);
});

test("pages of small objects grow to what kubectl asks for", async () => {
  sizes = Array<number>(3000).fill(10);
  expect(names(await list())).toEqual(inOrder());
  expect(pages.map(({ limit }) => limit)).toEqual([10, 40, 160, 500, 500, 500, 500, 500, 500]);
});

test("an answer that does not end is left at the bound, and the page is asked for in fewer objects", async () => {
  sizes = Array<number>(5).fill(10);
  const left = new Promise<void>((resolve) => {
    answer = (_, response) => {
      answer = answerPage;
      response.once("close", resolve);
      writeForever(response);
    };
  });
  expect(names(await list())).toEqual(inOrder());
  await left;
  expect(pages.map(({ limit }) => limit)).toEqual([2, 8]);
});

test("a single object is read whatever its size", async () => {
  sizes = [10, 10, 10 * MiB, 10];
  expect(names(await list())).toEqual(inOrder());
});

test("a server that pays no heed to the limit is read in one page, up to a bound", async () => {
  heedsLimit = false;
  sizes = Array<number>(12).fill(MiB);
  expect(names(await list())).toEqual(inOrder());
  sizes = Array<number>(70).fill(MiB);
  await expect(list()).rejects.toMatchObject({
    reason: "TooLarge",
    message: expect.stringMatching(/67108864/) as unknown,
  });
});

test("what is not kept of an object is let go with its page", async () => {
  sizes = [1000, 2000];
  const kept = await list(({ apiVersion, kind, metadata: { name } }) => ({ apiVersion, kind, metadata: { name } }));
  expect(kept).toEqual([
    { ...REPLICA_SET, metadata: { name: "r0" } },
    { ...REPLICA_SET, metadata: { name: "r1" } },
  ]);
});
