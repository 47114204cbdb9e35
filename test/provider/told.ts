import { Session } from "../../src/plugin/lifecycle/session";
import { wholeOf } from "../../src/plugin/lifecycle/whole";
import { PROVIDER_RPCS } from "../../src/plugin/rpc/table";
import type { Type } from "../../src/plugin/types";
import type { Value, ValueRecord } from "../../src/plugin/value";
import { toDynamicValue, toTypedValue } from "../../src/plugin/wire/convert";
import { METHODS, type MethodName, type RequestOf, type ResponseOf } from "../../src/plugin/wire/tfplugin6";
import { decodeMessage, encodeMessage } from "../../src/plugin/wire/protobuf";
import { hikubeProvider } from "../../src/provider/provider";

/** What the provider says of a call, as Terraform gets it. */
export type Told = Promise<string>;

async function sent<M extends MethodName>(name: M, request: Partial<RequestOf<M>>, session: Session) {
  const { request: asked, response } = METHODS[name];
  const rpc = PROVIDER_RPCS.find((one) => one.name === name);
  const bytes = (await rpc?.handle(session, encodeMessage<object>(asked, request))) ?? new Uint8Array();
  return decodeMessage<object>(response, bytes) as ResponseOf<M>;
}

interface Saying {
  readonly diagnostics: readonly { readonly summary: string; readonly detail: string }[];
}

const textOf = ({ diagnostics }: Saying): string =>
  diagnostics.map(({ summary, detail }) => `${summary}\n${detail}`).join("\n\n");

const fresh = (): Session => new Session(hikubeProvider({}));

/** Of the provider's own block. */
export async function toldOfBlock(config: ValueRecord): Told {
  const session = fresh();
  const { schema } = session.provider;
  return textOf(
    await sent("ValidateProviderConfig", { config: toDynamicValue(schema, wholeOf(schema, config)) }, session),
  );
}

/** Of the configuration of a resource. */
export async function toldOfResource(typeName: string, config: ValueRecord): Told {
  const session = fresh();
  const { schema } = session.resource(typeName);
  const request = { typeName, config: toDynamicValue(schema, wholeOf(schema, config)) };
  return textOf(await sent("ValidateResourceConfig", request, session));
}

/** Of the configuration of a data source. */
export async function toldOfData(typeName: string, config: ValueRecord): Told {
  const session = fresh();
  const { schema } = session.dataSource(typeName);
  const request = { typeName, config: toDynamicValue(schema, wholeOf(schema, config)) };
  return textOf(await sent("ValidateDataResourceConfig", request, session));
}

/** Of a call of a function. */
export async function toldOfCall(name: string, ...args: readonly (readonly [Type, Value])[]): Told {
  const request = { name, arguments: args.map(([type, value]) => toTypedValue(type, value)) };
  return (await sent("CallFunction", request, fresh())).error?.text ?? "";
}

/** Of an import. */
export async function toldOfImport(typeName: string, id: string, client: unknown = {}): Told {
  const session = fresh();
  session.configured(client);
  return textOf(await sent("ImportResourceState", { typeName, id }, session));
}
