import { DiagnosticError } from "../diagnostic";
import { isList, isRecord, mapRecord } from "../values/guards";
import type { AnyResource, PrivateState } from "../provider";
import { Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import { checkApplied, receivedState } from "./check-state";
import { kept } from "./keep";
import { shown } from "./numbers";
import { writeRequestOf, type Call } from "./session";

export interface ApplyRequest {
  readonly config: ValueRecord | null;
  /** `null` where the resource is to be created. */
  readonly prior: ValueRecord | null;
  /** `null` where it is to be deleted. */
  readonly planned: ValueRecord | null;
  readonly private: PrivateState;
}

export interface Applied {
  readonly state: ValueRecord | null;
  /** `undefined` where it is unchanged. */
  readonly private: PrivateState | undefined;
}

/**
 * Creates, updates or deletes, as prior and planned state say, and decides what is stored when that
 * fails: after a failed create what was returned, else nothing; after a failed update or delete the
 * prior state. A resource that may exist is never dropped from the state.
 */
export async function applyResource(call: Call, resource: AnyResource, request: ApplyRequest): Promise<Applied> {
  try {
    // Nothing new is begun once Terraform asked to stop; what is under way may end.
    call.session.signal.throwIfAborted();
    const { prior, planned, config } = request;
    if (planned === null) return await remove(call, resource, request);
    if (config === null) throw new DiagnosticError("Terraform sent a plan without its configuration");
    const written = await write(call, resource, { ...request, prior, planned, config });
    return keep(call, resource, { planned, prior, written: written ?? {} });
  } catch (error) {
    call.diagnostics.thrown(error);
    return { state: request.prior, private: undefined };
  }
}

async function remove(call: Call, resource: AnyResource, request: ApplyRequest): Promise<Applied> {
  const state = shown(resource.schema, request.prior);
  if (state !== null) await resource.delete({ ...writeRequestOf(call, request.private), state });
  return { state: call.diagnostics.hasErrors ? request.prior : null, private: undefined };
}

interface WriteRequest extends ApplyRequest {
  readonly config: ValueRecord;
  readonly planned: ValueRecord;
}

/** What was written; an author without a compiler may have forgotten to return it. */
async function write(call: Call, resource: AnyResource, request: WriteRequest): Promise<Partial<Stored> | undefined> {
  const { schema } = resource;
  const [config, plan] = [shown(schema, request.config), shown(schema, request.planned)];
  const base = { ...writeRequestOf(call, request.private), config, plan };
  const state = shown(schema, request.prior);
  if (state === null) return resource.create(base);
  if (resource.update !== undefined) return resource.update({ ...base, state });
  throw new DiagnosticError(
    "The resource cannot be updated",
    "Every change of this resource replaces it, but Terraform asked for an update in place.",
  );
}

interface Stored {
  readonly state: ValueRecord;
  readonly private?: PrivateState;
}

interface Written {
  readonly planned: ValueRecord;
  readonly prior: ValueRecord | null;
  readonly written: Partial<Stored>;
}

function keep({ diagnostics }: Call, resource: AnyResource, { planned, prior, written }: Written): Applied {
  const failedBefore = diagnostics.hasErrors;
  const { state: answer, private: privateState } = written;
  // The author says what went wrong and stored nothing: so nothing was created, or nothing is changed.
  if (answer === undefined && failedBefore) return { state: prior, private: privateState };
  const stored = receivedState(diagnostics, resource.schema, answer);
  if (stored === undefined) {
    // It was written, but the answer cannot be sent: what was planned is the best account of it.
    return { state: prior ?? withoutUnknown(planned), private: privateState };
  }
  const state = kept(resource.schema, stored, [planned, prior]);
  if (!failedBefore) checkApplied(diagnostics, resource, { planned, state });
  return { state: withoutUnknown(state), private: privateState };
}

function withoutUnknown(record: ValueRecord): ValueRecord {
  return mapRecord(record, nullWhereUnknown);
}

function nullWhereUnknown(value: Value): Value {
  if (value instanceof UnknownValue) return null;
  if (value instanceof Dynamic) return new Dynamic(value.type, nullWhereUnknown(value.value));
  if (isList(value)) return value.map(nullWhereUnknown);
  return isRecord(value) ? withoutUnknown(value) : value;
}
