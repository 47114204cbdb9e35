import { CONFIG, RESULTS, STATE, without } from "./provider";
import { applyFault, diagnosticFault, importFault, isSame, planFault, type Asked } from "./faults";
import { refusal, refusalOf } from "./judge";
import { oneOf, type Random } from "../random";
import { UNKNOWN, type ValueRecord } from "../../../src/plugin";
import type { Session } from "../../../src/plugin/lifecycle/session";
import { PROVIDER_RPCS } from "../../../src/plugin/rpc/table";
import { fromDynamicValue, toDynamicValue, toTypedValue } from "../../../src/plugin/wire/convert";
import { decodeMessage, encodeMessage } from "../../../src/plugin/wire/protobuf";
import {
  METHODS,
  type DiagnosticMessage,
  type DynamicValue,
  type MethodName,
  type RequestOf,
  type ResponseOf,
} from "../../../src/plugin/wire/tfplugin6";

/** What happened meanwhile. */
export interface Outcome {
  /** Whether the piece of code that was tampered with returned, and did not throw. */
  returned: boolean;
}

/** One call that reaches pieces of the author's code, and what is demanded of its answer. */
export interface Call {
  /** The pieces that it may reach. */
  readonly reaches: readonly string[];
  /** Makes it; tells whether it ended with an error, and what is wrong with the answer. */
  make(session: Session, outcome: Outcome, random: Random): Promise<Judged>;
}

export interface Judged {
  readonly failed: boolean;
  readonly fault: string | undefined;
  /** What is stored afterwards, where the call stores something. */
  readonly state?: ValueRecord | null;
}

const PLANNED: ValueRecord = {
  ...CONFIG,
  ...Object.fromEntries(
    ["id", "whole", "flag", "anything", "list", "set", "map", "object"].map((name) => [name, UNKNOWN]),
  ),
  number: 1.5,
  nested_list: [{ name: "n", level: UNKNOWN, bag: { a: "b" } }, null],
};
const CHANGED = { ...STATE, text: "u" };
const CHANGED_CONFIG = { ...CONFIG, text: "u" };
const PRIVATE = Buffer.from('{"step":0}');
const TYPES = ["answers_thing", "answers_timed", "answers_planned"];

export const CALLS: readonly Call[] = [
  call("ValidateResourceConfig", ["check", "rule", "validate"], {
    request: ({ value, type }) => ({ typeName: type, config: value(CONFIG) }),
  }),
  call("PlanResourceChange", ["default", "modifyPlan", "plan"], {
    request: ({ value, type }) => ({
      typeName: type,
      config: value(CONFIG),
      proposedNewState: value(CONFIG),
      priorState: value(null),
    }),
    judge: planFault,
  }),
  call("PlanResourceChange", ["default", "modifyPlan", "plan", "replaces", "same"], {
    request: ({ value, type }) => ({
      typeName: type,
      config: value(CHANGED_CONFIG),
      proposedNewState: value(CHANGED),
      priorState: value(STATE),
      priorPrivate: PRIVATE,
    }),
    judge: planFault,
  }),
  call("PlanResourceChange", ["modifyPlan"], {
    request: ({ value, type }) => ({
      typeName: type,
      config: value(null),
      proposedNewState: value(null),
      priorState: value(STATE),
    }),
  }),
  call("ApplyResourceChange", ["create", "identity", "same"], {
    request: ({ value, type }) => ({
      typeName: type,
      config: value(CONFIG),
      plannedState: value(PLANNED),
      priorState: value(null),
    }),
    judge: applyFault,
  }),
  call("ApplyResourceChange", ["update", "identity", "same"], {
    request: ({ value, type }) => ({
      typeName: type,
      config: value(CHANGED_CONFIG),
      plannedState: value(CHANGED),
      priorState: value(STATE),
      plannedPrivate: PRIVATE,
    }),
    judge: (answer, asked, { failed }) => applyFault(answer, asked, { failed, returned: true }),
  }),
  call("ApplyResourceChange", ["delete"], {
    request: ({ value, type }) => ({
      typeName: type,
      config: value(null),
      plannedState: value(null),
      priorState: value(STATE),
    }),
    judge: ({ newState }, _, { failed }) => {
      const isGone = newState?.msgpack[0] === 0xc0;
      return isGone === failed ? "it is not kept where, and only where, it was not deleted" : undefined;
    },
  }),
  call("ReadResource", ["read", "identity", "same"], {
    request: ({ value, type }) => ({ typeName: type, currentState: value(STATE), private: PRIVATE }),
    judge: ({ newState, private: kept }, { schema, request }, { failed }) => {
      const isKept = isSame(newState, request.currentState) && Buffer.from(kept).equals(PRIVATE);
      if (failed && !isKept) return "what was stored is not kept";
      return refusal(schema, newState, { unknown: false });
    },
  }),
  call("UpgradeResourceState", ["upgrade"], {
    request: ({ type }) => ({
      typeName: type,
      version: 0,
      rawState: { json: Buffer.from('{"id":"old","text":"t"}'), flatmap: new Map() },
    }),
    judge: ({ upgradedState }, { schema }, { failed }) =>
      failed ? undefined : refusal(schema, upgradedState, { unknown: false }),
  }),
  call("ImportResourceState", ["import"], {
    request: ({ type }) => ({ typeName: type, id: "it" }),
    judge: importFault,
  }),
  call("ImportResourceState", ["identityImport"], {
    request: ({ type, session }) => {
      const attributes = {
        id: { type: "string", optional: true },
        serial: { type: "number", optional: true },
      } as const;
      session.resource(type); // it has an identity of these attributes
      return { typeName: type, identity: { identityData: toDynamicValue({ attributes }, { id: "it", serial: null }) } };
    },
    judge: importFault,
  }),
  call("MoveResourceState", ["move", "identity"], {
    request: ({ type }) => ({
      targetTypeName: type,
      sourceTypeName: "other_thing",
      sourceProviderAddress: "example.test/a/other",
      sourceState: { json: Buffer.from('{"id":"old"}'), flatmap: new Map() },
    }),
    judge: ({ targetState }, { schema }, { failed }) =>
      failed ? undefined : refusal(schema, targetState, { unknown: false }),
  }),
  call("GenerateResourceConfig", ["generateConfig"], {
    request: ({ value, type }) => ({ typeName: type, state: value(STATE) }),
    judge: ({ config }, { schema }, { failed }) => (failed ? undefined : refusal(schema, config, { unknown: false })),
  }),
  call("ValidateProviderConfig", ["validateProvider"], { request: ({ provider }) => ({ config: provider }) }),
  call("ConfigureProvider", ["configure"], {
    request: ({ provider }) => ({ config: provider, terraformVersion: "1.11.4" }),
  }),
  call("ValidateDataResourceConfig", ["validateData"], {
    request: ({ data }) => ({ typeName: "answers_thing", config: data }),
  }),
  call("ReadDataSource", ["readData"], {
    request: ({ data }) => ({ typeName: "answers_thing", config: data }),
    judge: ({ state }, { session }, { failed }) =>
      failed ? undefined : refusal(session.dataSource("answers_thing").schema, state, { unknown: false }),
  }),
  call("OpenEphemeralResource", ["open"], {
    request: ({ data }) => ({ typeName: "answers_thing", config: data }),
    judge: ({ result, renewAt }, { session }, { failed }) => {
      if (failed) return undefined;
      const isTime =
        renewAt === undefined || (Number.isSafeInteger(renewAt.seconds) && renewAt.nanos >= 0 && renewAt.nanos < 1e9);
      return isTime
        ? refusal(session.ephemeral("answers_thing").schema, result, { unknown: false })
        : "renewAt is no time";
    },
  }),
  call("RenewEphemeralResource", ["renew"], { request: () => ({ typeName: "answers_thing", private: PRIVATE }) }),
  call("CloseEphemeralResource", ["close"], { request: () => ({ typeName: "answers_thing", private: PRIVATE }) }),
  functionCall(),
];

interface Asking {
  readonly session: Session;
  readonly type: string;
  /** A value of the resource's schema. */
  readonly value: (record: ValueRecord | null) => DynamicValue;
  readonly data: DynamicValue;
  readonly provider: DynamicValue;
}

interface Shape<M extends MethodName> {
  readonly request: (asking: Asking) => Partial<RequestOf<M>>;
  /** What is wrong with the answer beside its diagnostics. */
  readonly judge?: (
    answer: ResponseOf<M>,
    asked: Asked<M>,
    outcome: Outcome & { readonly failed: boolean },
  ) => string | undefined;
}

function call<M extends MethodName>(name: M, reaches: readonly string[], { request, judge }: Shape<M>): Call {
  return {
    reaches,
    async make(session, outcome, random) {
      const type = reaches.includes("plan") && random(2) === 0 ? "answers_planned" : oneOf(random, TYPES);
      const { schema } = session.resource(type);
      const asking = {
        ...valuesFor(session),
        session,
        type,
        value: (record: ValueRecord | null) => valueOf(session, type, record),
      };
      const sent = request(asking);
      const answer = await send(session, name, sent);
      const { diagnostics } = answer as unknown as { readonly diagnostics: readonly DiagnosticMessage[] };
      const failed = diagnostics.some(({ severity }) => severity === 1);
      const fault =
        diagnosticFault(diagnostics) ?? judge?.(answer, { session, schema, request: sent }, { ...outcome, failed });
      const stored =
        "newState" in answer && fault === undefined ? fromDynamicValue(schema, answer.newState) : undefined;
      return { failed, fault, ...(stored !== undefined && { state: stored }) };
    },
  };
}

function functionCall(): Call {
  return {
    reaches: ["call"],
    async make(session, _, random) {
      const name = oneOf(random, Object.keys(RESULTS));
      const type = RESULTS[name]?.[0] ?? "string";
      const { result, error } = await send(session, "CallFunction", { name, arguments: [toTypedValue("string", "x")] });
      if (error === undefined) return { failed: false, fault: refusalOf(type, result, { unknown: false }) };
      const { text, functionArgument = 0 } = error;
      const isPlaced = functionArgument === 0;
      return {
        failed: true,
        fault: text === "" ? "the error says nothing" : isPlaced ? undefined : "there is no such argument",
      };
    },
  };
}

async function send<M extends MethodName>(
  session: Session,
  name: M,
  request: Partial<RequestOf<M>>,
): Promise<ResponseOf<M>> {
  const { request: asked, response } = METHODS[name];
  const rpc = PROVIDER_RPCS.find((one) => one.name === name);
  if (rpc === undefined) throw new Error(`no ${name}`);
  const bytes = await rpc.handle(session, encodeMessage<object>(asked, request));
  return decodeMessage<object>(response, bytes) as ResponseOf<M>;
}

function valuesFor(session: Session): Pick<Asking, "data" | "provider"> {
  return {
    data: toDynamicValue(session.dataSource("answers_thing").schema, without(CONFIG, "hidden")),
    provider: toDynamicValue(session.provider.schema, { secret: null }),
  };
}

function valueOf(session: Session, type: string, record: ValueRecord | null): DynamicValue {
  const { schema } = session.resource(type);
  const isTimed = schema.attributes?.timeouts !== undefined;
  return toDynamicValue(schema, record && (isTimed ? { ...record, timeouts: null } : record));
}
