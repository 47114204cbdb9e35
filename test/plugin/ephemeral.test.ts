import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ToyStore } from "./toy/store";
import { toyProvider } from "./toy-provider";
import { toyValue } from "./requests";
import type { AnyEphemeral, ValueRecord } from "../../src/plugin";
import { Session } from "../../src/plugin/lifecycle/session";
import * as rpcs from "../../src/plugin/rpc/ephemeral-rpcs";
import type { Rpc } from "../../src/plugin/rpc/rpc";
import { fromDynamicValue, fromPrivate } from "../../src/plugin/wire/convert";
import { decodeMessage, encodeMessage } from "../../src/plugin/wire/protobuf";
import { METHODS, type MethodName, type RequestOf, type ResponseOf } from "../../src/plugin/wire/tfplugin6";

const typeName = "toy_token";
const schema = toyProvider.ephemerals?.[typeName]?.schema ?? {};
let folder: string;
let session: Session;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ephemeral-"));
  session = new Session(toyProvider);
  session.configured(new ToyStore(folder, ""));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function send<M extends MethodName>(rpc: Rpc, name: M, request: Partial<RequestOf<M>>): Promise<ResponseOf<M>> {
  const { request: asked, response } = METHODS[name];
  const bytes = await rpc.handle(session, encodeMessage<object>(asked, request));
  return decodeMessage<object>(response, bytes) as ResponseOf<M>;
}

function open(config: ValueRecord) {
  const request = { typeName, config: toyValue(schema, config) };
  return send(rpcs.openEphemeralResource, "OpenEphemeralResource", request);
}

const closing = jest.fn(() => Promise.resolve());

function tokenOf(): AnyEphemeral {
  const token = toyProvider.ephemerals?.[typeName];
  if (token === undefined) throw new Error("no token");
  return token;
}

function use(token: AnyEphemeral): void {
  session = new Session({ ...toyProvider, ephemerals: { [typeName]: token } });
  session.configured(new ToyStore(folder, ""));
}

describe("an ephemeral resource", () => {
  it("is opened, renewed and closed, with its private state in between", async () => {
    const opened = await open({ owner: "me" });
    expect(opened.diagnostics).toEqual([]);
    expect(fromDynamicValue(schema, opened.result)).toMatchObject({ owner: "me", value: "secret-of-me", scope: [] });
    expect(opened.renewAt?.seconds).toBeGreaterThan(Date.now() / 1000);
    expect(await readdir(folder)).toHaveLength(1);
    const kept = { typeName, private: opened.private };
    const renewed = await send(rpcs.renewEphemeralResource, "RenewEphemeralResource", kept);
    expect(fromPrivate(renewed.private ?? new Uint8Array(0))).toMatchObject({ renewed: 1 });
    const closed = await send(rpcs.closeEphemeralResource, "CloseEphemeralResource", kept);
    expect(closed.diagnostics).toEqual([]);
    expect((await readdir(folder)).filter((file) => file.startsWith("token-"))).toEqual([]);
  });

  it("is closed also after Terraform asked to stop", async () => {
    const { private: kept } = await open({ owner: "me" });
    session.stop();
    const { diagnostics } = await send(rpcs.closeEphemeralResource, "CloseEphemeralResource", {
      typeName,
      private: kept,
    });
    expect(diagnostics).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("sends nothing along with errors", async () => {
    const failed = await open({ owner: "closed" });
    expect(failed).toMatchObject({ result: undefined, private: undefined });
    expect(failed.diagnostics).toMatchObject([{ severity: 1, summary: "The desk is closed" }]);
    const wrong = await open({ owner: "wrong" });
    expect(wrong.result).toBeUndefined();
    expect(wrong.diagnostics).toMatchObject([{ detail: expect.stringContaining("value must be a string") as string }]);
  });

  it.each<[string, Partial<AnyEphemeral>]>([
    ["its result is none", {}],
    [
      "its time is none",
      {
        open: async (request) => ({ ...(await tokenOf().open(request)), renewAt: new Date(NaN) }),
      },
    ],
    [
      "an error is told with it",
      {
        open: async (request) => {
          request.diagnostics.error("Half a token");
          return tokenOf().open(request);
        },
      },
    ],
    [
      "what it wants to keep is no object",
      { open: async (request) => ({ ...(await tokenOf().open(request)), private: 7 as never }), close: closing },
    ],
  ])("is closed at once where it was opened, but %s: Terraform would not", async (_, changed) => {
    closing.mockClear();
    use({ ...tokenOf(), ...changed });
    const { diagnostics, result } = await open({ owner: _ === "its result is none" ? "wrong" : "me" });
    expect(result).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    if (changed.close === undefined) expect(await readdir(folder)).toEqual([]);
    else expect(closing).toHaveBeenCalledTimes(1);
  });

  it("tells where the closing fails, too", async () => {
    use({ ...tokenOf(), close: () => Promise.reject(new Error("The desk has gone")) });
    const { diagnostics } = await open({ owner: "wrong" });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      "The provider returned an invalid state",
      "The desk has gone",
    ]);
  });

  it("keeps the digits of a number that it gives back as it got it", async () => {
    const opened = await open({ owner: "me", hours: 9007199254740993n });
    expect(fromDynamicValue(schema, opened.result)).toMatchObject({ hours: 9007199254740993n });
  });

  it("is validated", async () => {
    const request = { typeName, config: toyValue(schema, { owner: "nobody" }) };
    const method = "ValidateEphemeralResourceConfig";
    const { diagnostics } = await send(rpcs.validateEphemeralConfig, method, request);
    expect(diagnostics).toMatchObject([
      { summary: "Nobody has no token", attribute: { steps: [{ attributeName: "owner" }] } },
    ]);
  });

  it.each<[string, Partial<AnyEphemeral>, string]>([
    ["a time to renew, without a renew", { renew: undefined }, "renewAt is given, but there is no renew"],
    [
      "a time that is none",
      { open: ({ config }) => Promise.resolve({ result: { ...config, value: "x" }, renewAt: new Date(NaN) }) },
      "renewAt is no valid date",
    ],
    ["nothing", { open: () => Promise.resolve(undefined as never) }, "must be an object"],
  ])("may not return %s", async (_, changed, message) => {
    use({ ...tokenOf(), ...changed });
    const { diagnostics } = await open({ owner: "me" });
    expect(diagnostics).toMatchObject([{ detail: expect.stringContaining(message) as string }]);
  });
});
