import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "../../src/kube/http-cluster";
import type { Cluster } from "../../src/kube/cluster";

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What the API server answers to the discovery of the core group. */
const CORE = {
  resources: [
    { name: "namespaces", kind: "Namespace", namespaced: false },
    { name: "configmaps", kind: "ConfigMap", namespaced: true },
    { name: "configmaps/status", kind: "Trap", namespaced: true },
  ],
};

const CONFIG_MAP = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "x" } };

let server: Server;
let seen: Seen[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  answer = (_, response) => response.end("{}");
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url === "/api/v1") {
        response.end(JSON.stringify(CORE));
        return;
      }
      seen.push({
        line: `${request.method} ${request.url}`,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function cluster(extra: object = {}): Cluster {
  return connect({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...extra });
}

function refuse(response: ServerResponse, code: number, reason: string): void {
  response.statusCode = code;
  response.end(JSON.stringify({ kind: "Status", message: `refused: ${reason}`, reason }));
}

test("an object is read from the path of its kind", async () => {
  answer = (_, response) => response.end(JSON.stringify(CONFIG_MAP));
  const found = await cluster().get({ apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "x" });
  expect(found).toEqual(CONFIG_MAP);
  expect(seen.map(({ line }) => line)).toEqual(["GET /api/v1/namespaces/x/configmaps/a"]);
});

test("a missing object is undefined, a refused one an error with the server's reason", async () => {
  answer = (_, response) => {
    refuse(response, 404, "NotFound");
  };
  await expect(cluster().get({ apiVersion: "v1", kind: "Namespace", name: "x" })).resolves.toBeUndefined();
  answer = (_, response) => {
    refuse(response, 403, "Forbidden");
  };
  await expect(cluster().get({ apiVersion: "v1", kind: "Namespace", name: "x" })).rejects.toMatchObject({
    code: 403,
    reason: "Forbidden",
    message: "refused: Forbidden",
  });
});

test("a kind that the server does not serve is an error, not an absence", async () => {
  const ref = { apiVersion: "v1", kind: "Unicorn", name: "x" };
  await expect(cluster().get(ref)).rejects.toMatchObject({ reason: "NoKind" });
});

test("credentials that the server rejects are named as the reason", async () => {
  answer = (_, response) => {
    refuse(response, 401, "Unauthorized");
  };
  await expect(cluster().list({ apiVersion: "v1", kind: "Namespace" })).rejects.toMatchObject({
    code: 401,
    reason: "Unauthorized",
    message: expect.stringContaining("does not accept these credentials") as unknown,
  });
});

test("a namespaced object without a namespace is refused before anything is sent", async () => {
  await expect(cluster().get({ apiVersion: "v1", kind: "ConfigMap", name: "a" })).rejects.toMatchObject({ code: 400 });
  expect(seen).toEqual([]);
});

test("a list follows its pages and names the kind of every item", async () => {
  answer = (request, response) => {
    const last = request.url?.includes("continue=more") === true;
    const items = [{ metadata: { name: last ? "b" : "a" } }];
    response.end(JSON.stringify({ items, metadata: last ? {} : { continue: "more" } }));
  };
  const items = await cluster().list({ apiVersion: "v1", kind: "ConfigMap" }, { labelSelector: "a=b" });
  expect(items.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(["ConfigMap/a", "ConfigMap/b"]);
  expect(seen[0]?.line).toBe("GET /api/v1/configmaps?labelSelector=a%3Db&limit=10");
});

test("server-side apply names its field manager", async () => {
  await cluster().apply(CONFIG_MAP, { fieldManager: "hikube", force: true });
  expect(seen[0]?.line).toBe("PATCH /api/v1/namespaces/x/configmaps/a?fieldManager=hikube&force=true");
  expect(seen[0]?.headers["content-type"]).toBe("application/apply-patch+yaml");
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual(CONFIG_MAP);
});

test("what is written under no field manager is named by the agent, a scale as well", async () => {
  const patched = cluster().patch({ ...CONFIG_MAP, ...CONFIG_MAP.metadata }, "merge", {}, { subresource: "scale" });
  await expect(patched).resolves.toBeDefined();
  // Guardrails refuse a scale that names a manager of its own.
  expect(seen[0]?.line).toBe("PATCH /api/v1/namespaces/x/configmaps/a/scale");
  expect(seen[0]?.headers["user-agent"]).toBe("hikube-cli");
});

test("names are escaped in paths", async () => {
  await cluster().delete({ apiVersion: "v1", kind: "Namespace", name: "../pods" });
  expect(seen[0]?.line).toBe("DELETE /api/v1/namespaces/..%2Fpods");
});

test("deleting what is not there says so", async () => {
  answer = (_, response) => {
    refuse(response, 404, "NotFound");
  };
  await expect(cluster().delete({ apiVersion: "v1", kind: "Namespace", name: "x" })).resolves.toBe(false);
});

test("one object is deleted by its uid, and another of its name is an error", async () => {
  const deleting = cluster();
  const namespace = { apiVersion: "v1", kind: "Namespace", name: "x" };
  await deleting.delete(namespace, { uid: "u1" });
  await deleting.delete(namespace);
  expect(seen.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { propagationPolicy: "Background", preconditions: { uid: "u1" } },
    { propagationPolicy: "Background" },
  ]);
  answer = (_, response) => {
    refuse(response, 409, "Conflict");
  };
  await expect(deleting.delete(namespace, { uid: "u2" })).rejects.toMatchObject({ code: 409 });
});

test("who calls and as whom travels in the headers", async () => {
  await cluster({ token: () => Promise.resolve("t1"), impersonate: { user: "ann", groups: ["a", "b"] } }).raw(
    "GET",
    "/version",
  );
  expect(seen[0]?.headers).toMatchObject({
    authorization: "Bearer t1",
    "impersonate-user": "ann",
    "impersonate-group": "a, b",
  });
});

test("a watch yields its events and ends when it is aborted", async () => {
  const event = { type: "ADDED", object: CONFIG_MAP };
  answer = (_, response) => response.write(`${JSON.stringify(event)}\n`);
  const abort = new AbortController();
  const events: unknown[] = [];
  for await (const each of cluster().watch({ apiVersion: "v1", kind: "ConfigMap" }, { signal: abort.signal })) {
    events.push(each);
    abort.abort();
  }
  expect(events).toEqual([event]);
});

test("a watch that the server breaks off is an error, not an end", async () => {
  answer = (_, response) => {
    response.write("{", () => response.destroy());
  };
  const { signal } = new AbortController();
  const all = async () => {
    for await (const each of cluster().watch({ apiVersion: "v1", kind: "ConfigMap" }, { signal }))
      expect(each).toBeUndefined();
  };
  await expect(all()).rejects.toThrow("aborted");
});

test("an API server that does not answer is one clear error", async () => {
  const away = connect({ server: "http://127.0.0.1:1" });
  await expect(away.raw("GET", "/version")).rejects.toMatchObject({ code: 0, reason: "NoAnswer" });
  await expect(away.raw("GET", "/version")).rejects.toThrow(
    "GET http://127.0.0.1:1/version: connection refused: nothing listens at this address (ECONNREFUSED)",
  );
});

test("a trial stores nothing, and tells what the server warns of", async () => {
  answer = (_, response) => {
    response.setHeader("Warning", ['299 - "first"', '299 - "second"']);
    response.end(JSON.stringify(CONFIG_MAP));
  };
  const ref = { apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "x" };
  await expect(cluster().dryRunPatch(ref, "merge", { data: {} })).resolves.toEqual(["first", "second"]);
  expect(seen).toMatchObject([{ line: "PATCH /api/v1/namespaces/x/configmaps/a?dryRun=All", body: '{"data":{}}' }]);
});

describe("credentials that the server refuses", () => {
  const config = { apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "x" };
  const accept = (token: string) => {
    answer = (request, response) => {
      if (request.headers.authorization === `Bearer ${token}`) response.end(JSON.stringify(CONFIG_MAP));
      else refuse(response, 401, "Unauthorized");
    };
  };

  test("are fetched anew once, and the call is made again", async () => {
    accept("new");
    const asked: unknown[] = [];
    const token = (refused?: string) => {
      asked.push(refused);
      return Promise.resolve(refused === undefined ? "old" : "new");
    };
    expect(await cluster({ token }).get(config)).toMatchObject(CONFIG_MAP);
    expect(asked.slice(-2)).toEqual([undefined, "old"]);
  });

  test.each([
    ["the same comes again", () => Promise.resolve("old"), 1],
    ["another is refused too", (refused?: string) => Promise.resolve(refused === undefined ? "old" : "other"), 2],
    ["nothing else can be fetched", "old", 1],
  ])("are an error where %s", async (_, token, calls) => {
    accept("new");
    await expect(cluster({ token }).get(config)).rejects.toMatchObject({ code: 401 });
    expect(seen).toHaveLength(calls);
  });
});

test("an error has the causes that the server tells", async () => {
  const causes = [{ reason: "FieldManagerConflict", message: 'conflict with "x" using v1', field: ".data.a" }];
  answer = (_, response) => {
    response.statusCode = 409;
    response.end(JSON.stringify({ kind: "Status", message: "m", reason: "Conflict", details: { causes } }));
  };
  await expect(cluster().apply(CONFIG_MAP, { fieldManager: "us" })).rejects.toMatchObject({ causes });
});

test("an answer that breaks off is told as one that did not come", async () => {
  answer = (_, response) => {
    response.writeHead(200, { "Content-Length": 100 });
    response.write('{"kind":');
    response.destroy();
  };
  const error = { name: "KubeError", code: 0, cause: { code: "ECONNRESET" } };
  await expect(cluster().raw("GET", "/version")).rejects.toMatchObject(error);
});

test.each([
  ["2", 2_000],
  ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  ["-1", undefined],
])("a refusal says how long the server wants to be left alone: %s", async (header, retryAfterMs) => {
  answer = (_, response) => {
    response.writeHead(429, { "Retry-After": header });
    response.end("{}");
  };
  await expect(cluster().raw("GET", "/version")).rejects.toMatchObject({ code: 429, retryAfterMs });
});
