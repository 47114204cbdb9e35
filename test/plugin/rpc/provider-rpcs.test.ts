import { Session } from "../../../src/plugin/lifecycle/session";
import { getProviderSchema } from "../../../src/plugin/rpc/provider-rpcs";
import { decodeMessage } from "../../../src/plugin/wire/protobuf";
import { GetProviderSchemaResponse } from "../../../src/plugin/wire/tfplugin6";
import type { AnyProvider } from "../../../src/plugin";
import { toyProvider } from "../toy-provider";

async function schemasOf(provider: AnyProvider) {
  const answer = await getProviderSchema.handle(new Session(provider), new Uint8Array(0));
  return decodeMessage(GetProviderSchemaResponse, answer);
}

describe("the schemas of a provider, asked for", () => {
  it("are told", async () => {
    const { diagnostics, resourceSchemas } = await schemasOf(toyProvider);
    expect(diagnostics).toEqual([]);
    expect([...resourceSchemas.keys()]).toEqual(Object.keys(toyProvider.resources ?? {}));
  });

  it("are refused as a whole where they are faulty, with an error for each fault", async () => {
    const schema = { attributes: { version: { type: "string", optional: true }, Bad: { type: "string" } } } as const;
    const { diagnostics, resourceSchemas, provider } = await schemasOf({ ...toyProvider, schema });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(
      Array.from({ length: 3 }, () => "Faulty schema in the provider toy"),
    );
    expect(diagnostics.map(({ detail }) => detail.split(/[:.] /)[0])).toEqual([
      "provider.version",
      "provider.Bad",
      "provider.Bad",
    ]);
    expect([resourceSchemas.size, provider]).toEqual([0, undefined]);
  });
});
