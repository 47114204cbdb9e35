import type { AnyDataSource, AnyResource, PrivateState } from "../provider";
import type { ValueRecord } from "../value";
import { receivedState } from "./check-state";
import { kept } from "./keep";
import { acceptsNumbers, shown } from "./numbers";
import { partIn } from "../values/plain";
import { requestOf, type Call } from "./session";

export interface ReadRequest {
  readonly state: ValueRecord;
  readonly private: PrivateState;
}

export interface Read {
  /** `null` where the resource is gone. */
  readonly state: ValueRecord | null;
  /** As the author answered it; `undefined` where it is unchanged. */
  readonly private: unknown;
}

/** Brings stored state in line with what is there. */
export async function readResource(call: Call, resource: AnyResource, request: ReadRequest): Promise<Read> {
  const { schema } = resource;
  const found = await resource.read({ ...requestOf(call, request.private), state: shown(schema, request.state) });
  if (found === null) return { state: null, private: undefined };
  const state = receivedState(call.diagnostics, schema, partIn(found, "state"));
  return { state: kept(schema, state ?? request.state, [request.state]), private: partIn(found, "private") };
}

/** Reads a data source. */
export async function readDataSource(call: Call, source: AnyDataSource, config: ValueRecord): Promise<ValueRecord> {
  const { schema } = source;
  if (!acceptsNumbers(call.diagnostics, schema, config)) return config;
  const answer = await source.read({ ...requestOf(call, {}), config: shown(schema, config) });
  return kept(schema, receivedState(call.diagnostics, schema, answer) ?? config, [config]);
}
