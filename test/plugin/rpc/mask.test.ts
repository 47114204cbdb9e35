import { toyProvider } from "../toy-provider";
import { toyValue } from "../requests";
import type { AnyResource } from "../../../src/plugin";
import { Session } from "../../../src/plugin/lifecycle/session";
import { configure } from "../../../src/plugin/rpc/provider-rpcs";
import { applyResourceChange } from "../../../src/plugin/rpc/resource-rpcs";
import { decodeMessage, encodeMessage } from "../../../src/plugin/wire/protobuf";
import {
  ApplyResourceChangeRequest,
  ApplyResourceChangeResponse,
  ConfigureProviderRequest,
} from "../../../src/plugin/wire/tfplugin6";

const item = toyProvider.resources?.toy_item as AnyResource;

describe("a secret", () => {
  it("of the resource or of the provider is in no diagnostic", async () => {
    const create: AnyResource["create"] = ({ config, client, diagnostics }) => {
      const secret = typeof config.secret === "string" ? config.secret : "";
      diagnostics.warning(`Sent ${secret}`);
      throw new Error(`POST / with ${secret}: 401`, { cause: new Error(String(client)) });
    };
    const session = new Session({
      ...toyProvider,
      configure: ({ config }) => config.token,
      resources: { toy_item: { ...item, create } },
    });
    const config = toyValue(toyProvider.schema, { directory: "/tmp", token: "provider-token" });
    await configure.handle(session, encodeMessage(ConfigureProviderRequest, { terraformVersion: "1.11.4", config }));
    const request = encodeMessage(ApplyResourceChangeRequest, {
      typeName: "toy_item",
      plannedState: toyValue(item.schema, { name: "x", size: "small" }),
      config: toyValue(item.schema, { name: "x", secret: "resource-secret" }),
    });
    const answer = decodeMessage(ApplyResourceChangeResponse, await applyResourceChange.handle(session, request));
    expect(answer.diagnostics).toMatchObject([
      { severity: 2, summary: "Sent (sensitive value)" },
      { severity: 1, summary: "POST / with (sensitive value): 401", detail: "Cause: (sensitive value)" },
    ]);
  });
});
