import type { AnyDataSource, AnyEphemeral, AnyProvider } from "../provider";
import { isPlainRecord, mapRecord } from "../values/guards";
import { partIn, plainOf } from "../values/plain";
import type { Value, ValueRecord } from "../value";
import { timedResource } from "./timed-resource";
import { TIMEOUTS, timedSchema, withinTime, withoutTimes } from "./timeouts";

/** A provider that takes `timeouts` from the user wherever they are declared; itself where they are nowhere. */
export function timedProvider(provider: AnyProvider): AnyProvider {
  const { resources = {}, dataSources = {}, ephemerals = {} } = provider;
  const all = [...Object.values(resources), ...Object.values(dataSources), ...Object.values(ephemerals)];
  if (all.every(({ timeouts }) => timeouts === undefined)) return provider;
  const known = timed.get(provider) ?? {
    ...provider,
    resources: mapRecord(resources, timedResource),
    dataSources: mapRecord(dataSources, timedDataSource),
    ephemerals: mapRecord(ephemerals, timedEphemeral),
  };
  timed.set(provider, known);
  return known;
}

const timed = new WeakMap<AnyProvider, AnyProvider>();

function timedDataSource(inner: AnyDataSource): AnyDataSource {
  const { timeouts, schema } = inner;
  if (timeouts === undefined) return inner;
  return {
    ...inner,
    ...checkOf(inner),
    schema: timedSchema(schema, timeouts),
    read({ signal, ...request }) {
      const given = request.config[TIMEOUTS] ?? null;
      return withinTime({ timeouts, action: "read", given }, signal, async (signal) => {
        const answer = await inner.read({ ...request, signal, config: withoutTimes(request.config) });
        return withTimes(answer, given) as ValueRecord; // or what is refused as none
      });
    },
  };
}

function timedEphemeral(inner: AnyEphemeral): AnyEphemeral {
  const { timeouts, schema } = inner;
  if (timeouts === undefined) return inner;
  return {
    ...inner,
    ...checkOf(inner),
    schema: timedSchema(schema, timeouts),
    open({ signal, ...request }) {
      const given = request.config[TIMEOUTS] ?? null;
      return withinTime({ timeouts, action: "open", given }, signal, async (signal) => {
        return opened(await inner.open({ ...request, signal, config: withoutTimes(request.config) }), given);
      });
    },
  };
}

type Opened = Awaited<ReturnType<AnyEphemeral["open"]>>;

/** Read part by part: an author without a compiler may answer anything. */
function opened(answer: Opened, given: Value): Opened {
  const parts = {
    result: withTimes(partIn(answer, "result"), given),
    renewAt: partIn(answer, "renewAt"),
    private: partIn(answer, "private"),
  };
  return parts as Opened; // which has no others
}

type Checked = Pick<AnyDataSource, "validate">;

function checkOf(inner: Checked): Checked {
  if (inner.validate === undefined) return {};
  return { validate: (request) => inner.validate?.({ ...request, config: withoutTimes(request.config) }) };
}

/** What is no object stays as it is, to be refused where all answers are. */
function withTimes(answer: unknown, given: Value): unknown {
  const plain = plainOf(answer);
  return isPlainRecord(plain) ? { ...plain, [TIMEOUTS]: given } : answer;
}
