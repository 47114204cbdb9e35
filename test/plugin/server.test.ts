import { mkdtemp, rm } from "node:fs/promises";
import { constants } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GrpcClient } from "./grpc-client";
import { openAndReset } from "./http2-frames";
import { applyRequest, configureRequest, nothing, planRequest, schemaOf, toyValue } from "./requests";
import { toyProvider } from "./toy-provider";
import { serveInProcess, type Served } from "../../src/plugin";
import { frame, MAX_MESSAGE_BYTES } from "../../src/plugin/transport/framing";
import { fromDynamicValue } from "../../src/plugin/wire/convert";
import { HealthCheckResponse } from "../../src/plugin/wire/health";
import { decodeMessage } from "../../src/plugin/wire/protobuf";

const ADDRESS = "example.test/hikube/toy";

let served: Served;
let client: GrpcClient;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "toy-server-"));
  served = await serveInProcess(toyProvider, { address: ADDRESS });
  client = GrpcClient.onSocket(socketPath());
});

afterAll(async () => {
  client.close();
  await served.close();
  await rm(folder, { recursive: true, force: true });
});

function socketPath(): string {
  const entry = served.reattach[ADDRESS];
  if (entry === undefined) throw new Error("no reattach entry");
  return entry.Addr.String;
}

describe("traffic that is no gRPC call of this protocol", () => {
  const prefix = (length: number): Buffer => Buffer.concat([Buffer.of(0), uint32(length)]);
  const METADATA = "/tfplugin6.Provider/GetMetadata";

  it.each<[string, string, Uint8Array, number, string]>([
    ["an unknown method", "/tfplugin6.Provider/ListResource", frame(new Uint8Array(0)), 12, "unknown method"],
    ["an unknown service", "/other.Service/Call", frame(new Uint8Array(0)), 12, "unknown method"],
    ["no message", METADATA, new Uint8Array(0), 3, "ended within a message"],
    ["half a prefix", METADATA, Buffer.of(0, 0), 3, "ended within a message"],
    ["a truncated message", METADATA, Buffer.concat([prefix(10), Buffer.of(1)]), 3, "ended within a message"],
    ["two messages", METADATA, Buffer.concat([prefix(0), prefix(0)]), 3, "more than one message"],
    ["a huge length", METADATA, prefix(MAX_MESSAGE_BYTES + 1), 8, "is announced; the limit is"],
    ["a compressed message", METADATA, Buffer.of(1, 0, 0, 0, 0), 12, "compressed messages"],
    ["garbage", "/tfplugin6.Provider/PlanResourceChange", frame(Buffer.from("garbage")), 3, "cannot be read"],
  ])("ends with a status: %s", async (...[, path, bytes, status, text]) => {
    const answer = await client.raw(path, bytes);
    expect(answer).toMatchObject({ http: 200, status });
    expect(answer.message).toContain(text);
  });

  it("ends with an HTTP status where it is not even gRPC", async () => {
    expect((await client.raw(METADATA, new Uint8Array(0), { "content-type": "text/html" })).http).toBe(415);
  });
});

describe("a call that its client takes back at once", () => {
  it.each([
    ["of a known method", "/tfplugin6.Provider/GetMetadata", "application/grpc"],
    ["of an unknown method", "/other.Service/Call", "application/grpc"],
    ["of a stream that stays open", "/plugin.GRPCStdio/StreamStdio", "application/grpc"],
    ["that is no gRPC", "/tfplugin6.Provider/GetMetadata", "text/html"],
  ])("leaves the provider alive: %s", async (_, path, contentType) => {
    for (const code of [constants.NGHTTP2_NO_ERROR, constants.NGHTTP2_CANCEL]) {
      await openAndReset(socketPath(), path, { contentType, code });
    }
    expect((await client.bytes("GetMetadata", new Uint8Array(0))).status).toBe(0);
  });
});

describe("calls out of order", () => {
  it("are diagnostics: apply before configure", async () => {
    const answer = await client.call("ApplyResourceChange", applyRequest("toy_item", { name: "x" }));
    expect(answer.diagnostics).toMatchObject([{ severity: 1, summary: "The provider is not configured" }]);
    expect(answer.newState).toEqual(nothing());
  });

  it("are diagnostics: a resource that does not exist", async () => {
    const answer = await client.call("PlanResourceChange", {
      ...planRequest("toy_item", {}),
      typeName: "toString",
    });
    expect(answer.diagnostics).toMatchObject([{ summary: "Unknown resource type" }]);
  });

  it("are diagnostics: a value of another schema", async () => {
    const other = toyValue(schemaOf("toy_legacy"), {});
    const answer = await client.call("PlanResourceChange", { ...planRequest("toy_item", {}), config: other });
    expect(answer.diagnostics).toHaveLength(1);
  });

  it("are answered: configured twice, and asked for its schema after a stop, but no longer written to", async () => {
    const stopped = GrpcClient.onSocket(socketPath());
    try {
      for (const directory of [join(folder, "first"), folder]) {
        const { diagnostics } = await stopped.call("ConfigureProvider", configureRequest(directory));
        expect(diagnostics).toEqual([]);
      }
      expect((await stopped.bytes("StopProvider", new Uint8Array(0))).status).toBe(0);
      expect((await stopped.bytes("StopProvider", new Uint8Array(0))).status).toBe(0);
      expect((await stopped.bytes("GetProviderSchema", new Uint8Array(0))).status).toBe(0);
      const request = applyRequest("toy_legacy", { text: "x" });
      const { diagnostics } = await stopped.call("ApplyResourceChange", request);
      expect(diagnostics).toMatchObject([{ severity: 1, summary: "The operation was interrupted" }]);
    } finally {
      stopped.close();
    }
  });

  it("keep the state where it cannot be read", async () => {
    const currentState = { msgpack: Buffer.from("garbage"), json: new Uint8Array(0) };
    const answer = await client.call("ReadResource", {
      typeName: "toy_item",
      currentState,
      private: Buffer.of(1),
    });
    expect(answer).toMatchObject({ newState: currentState, private: Buffer.of(1), diagnostics: [{ severity: 1 }] });
  });
});

describe("a connection", () => {
  it("has a configuration of its own", async () => {
    const configured = GrpcClient.onSocket(socketPath());
    try {
      const { diagnostics } = await configured.call("ConfigureProvider", configureRequest(folder));
      expect(diagnostics).toEqual([]);
      const request = applyRequest("toy_legacy", { text: "x" });
      expect((await configured.call("ApplyResourceChange", request)).diagnostics).toEqual([]);
      expect((await client.call("ApplyResourceChange", request)).diagnostics).toHaveLength(1);
    } finally {
      configured.close();
    }
  });

  it("carries ten megabytes both ways", async () => {
    const configured = GrpcClient.onSocket(socketPath());
    try {
      await configured.call("ConfigureProvider", configureRequest(folder));
      const text = "x".repeat(10_000_000);
      const answer = await configured.call("ApplyResourceChange", applyRequest("toy_legacy", { text }));
      expect(answer.diagnostics).toEqual([]);
      expect(fromDynamicValue(schemaOf("toy_legacy"), answer.newState)).toMatchObject({ text });
    } finally {
      configured.close();
    }
  });
});

describe("what go-plugin asks for", () => {
  it("is answered: health", async () => {
    const { body } = await client.raw("/grpc.health.v1.Health/Check", frame(new Uint8Array(0)));
    expect(decodeMessage(HealthCheckResponse, body)).toEqual({ status: 1 });
  });

  it("is answered: a stream of output that stays silent", async () => {
    const stream = client.session.request({
      ":method": "POST",
      ":path": "/plugin.GRPCStdio/StreamStdio",
      "content-type": "application/grpc",
    });
    const status = await new Promise((resolve) => {
      stream.on("response", (headers) => {
        resolve(headers[":status"]);
      });
    });
    expect(status).toBe(200);
    expect(stream.closed).toBe(false);
    stream.close();
  });
});

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
