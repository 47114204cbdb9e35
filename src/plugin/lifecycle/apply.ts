import { DiagnosticError } from "../diagnostic";
import { mapRecord } from "../values/guards";
import { mapLeaves, type Leaf } from "../values/leaves";
import type { AnyResource, PrivateState } from "../provider";
import { UnknownValue, type ValueRecord } from "../value";
import { checkApplied, receivedState } from "./check-state";
import { salvaged } from "./conformance";
import { isMarked, withGiven, withoutMark } from "./ignored";
import { kept } from "./keep";
import { shown } from "./numbers";
import { partIn } from "../values/plain";
import { attempt, writeRequestOf, type Call } from "./session";
import { wholeOf } from "./whole";

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
  /** As the author answered it; `undefined` where it is unchanged. */
  readonly private: unknown;
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
    const ignoring = isMarked(request.private);
    return keep(call, resource, {
      ...{ planned, prior, ignoring },
      answer: partIn(written, "state"),
      private: partIn(written, "private") ?? (ignoring ? withoutMark(request.private) : undefined),
    });
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

/** What the author's code returned. */
async function write(call: Call, resource: AnyResource, request: WriteRequest): Promise<unknown> {
  const { schema } = resource;
  const [config, plan] = [shown(schema, request.config), shown(schema, request.planned)];
  const ignoring = isMarked(request.private);
  const base = { ...writeRequestOf(call, withoutMark(request.private)), config, plan, ignoring };
  const state = shown(schema, request.prior);
  if (state === null) return resource.create(base);
  if (resource.update !== undefined) return resource.update({ ...base, state });
  throw new DiagnosticError(
    "The resource cannot be updated",
    "Every change of this resource replaces it, but Terraform asked for an update in place.",
  );
}

interface Written {
  readonly planned: ValueRecord;
  readonly prior: ValueRecord | null;
  /** What the author says is there now, and what is to be kept beside it: anything. */
  readonly answer: unknown;
  readonly private: unknown;
  /** Whether what only the provider says was planned as it is stored, whatever the author says. */
  readonly ignoring: boolean;
}

function keep(call: Call, resource: AnyResource, written: Written): Applied {
  const { prior, answer, planned } = written;
  // The author says what went wrong and stored nothing: so nothing was created, or nothing is changed.
  if ((answer ?? null) === null && call.diagnostics.hasErrors) return { state: prior, private: written.private };
  const state = attempt(call, undefined, () => judged(call, resource, written));
  // It was written, but the answer cannot be sent: its right parts and what was planned are the best account of it.
  const account = state ?? prior ?? salvaged(resource.schema, answer, planned);
  // A block that is unknown is none.
  return { state: wholeOf(resource.schema, withoutUnknown(account)), private: written.private };
}

/** The state that is to be stored; `undefined` where it cannot be. */
function judged(
  { diagnostics }: Call,
  resource: AnyResource,
  { planned, prior, answer, ignoring }: Written,
): ValueRecord | undefined {
  const failedBefore = diagnostics.hasErrors;
  const stored = receivedState(diagnostics, resource.schema, answer);
  if (stored === undefined) return undefined;
  const own = kept(resource.schema, stored, [planned, prior]);
  const state = ignoring ? withGiven(resource.schema, own, planned) : own;
  if (!failedBefore) checkApplied(diagnostics, resource, { planned, state });
  return state;
}

function withoutUnknown(record: ValueRecord): ValueRecord {
  const known = (leaf: Leaf): Leaf => (leaf instanceof UnknownValue ? null : leaf);
  return mapRecord(record, (value) => mapLeaves(value, known));
}
