import { issueUnless, show, type Issue, type Path } from "../../issue";
import { isRecord } from "../../json";
import { isNameOf } from "../../kubernetes/names";
import { parseQuantity } from "../../kubernetes/quantity";
import { unknownField } from "../../schema/faults";
import { readPlain } from "../../schema/read";
import { sourcesFormats } from "../../tenant/rules/monitoring-formats";
import { MONITORING_FIELDS } from "../../tenant/spec/monitoring-schema";
import { PLATFORM_BUFFER_MIB } from "./agent-args";
import { amount, count, duration, formIssue, milliseconds, text, type Form, type IsKnown } from "./forms";
import { sourceRules } from "./source-rules";
import { PLATFORM_VOLUME } from "./workloads";

/** What of a collection is written by hand, as it was given. */
export interface GivenCollection {
  readonly stacks: readonly unknown[];
  readonly limits?: unknown;
  readonly memory?: unknown;
  readonly platformBuffer?: unknown;
  readonly storageClass?: unknown;
  readonly sources?: unknown;
  readonly registries?: unknown;
}

const SIZE = /^[1-9][0-9]{0,5}(KB|KiB|MB|MiB)$/;
const size = text(SIZE, "a size that is not understood", `a size with its unit, KB, KiB, MB or MiB: "256KB"`);

const LIMITS: Readonly<Record<string, Form>> = {
  interval: duration,
  timeout: duration,
  maxSize: size,
  samples: count,
  seriesADay: count,
  labels: count,
};
const MEMORY: Readonly<Record<string, Form>> = { pods: amount, platform: amount, logs: amount };

/** Everything that is wrong with a collection, but for its list of stacks. */
export function collectionRules(given: GivenCollection, path: Path, isKnown: IsKnown): readonly Issue[] {
  const { limits, memory, registries, storageClass } = given;
  const isClass =
    storageClass === undefined ||
    !isKnown(storageClass) ||
    (typeof storageClass === "string" && isNameOf("StorageClass", storageClass));
  return [
    ...(isRecord(limits) ? [...needed(limits, [...path, "limits"]), ...slowTimeout(limits, [...path, "limits"])] : []),
    ...formed(limits, LIMITS, [...path, "limits"], isKnown),
    ...formed(memory, MEMORY, [...path, "memory"], isKnown),
    ...bufferRules(given, [...path, "platformBuffer"], isKnown),
    ...sourceRules(given.sources, [...path, "sources"], isKnown),
    ...registryRules(registries, [...path, "registries"], isKnown),
    ...issueUnless(isClass, [...path, "storageClass"], () => ({
      code: "invalid-storage-class-name",
      message: "invalid name of a StorageClass",
      received: show(storageClass),
      expected: "a name as `kubectl get storageclasses` shows",
      hint: "correct the name, or leave it out for the cluster's default",
    })),
  ];
}

/** Places of charts and images. */
function registryRules(given: unknown, path: Path, isKnown: IsKnown): readonly Issue[] {
  if (!isRecord(given)) return [];
  const { value, issues } = readPlain(given, MONITORING_FIELDS.sources, path);
  return [...issues, ...sourcesFormats(value, path, isKnown)];
}

/** Limits are given as a whole: none of them is a default of vmagent. */
function needed(limits: object, path: Path): readonly Issue[] {
  return Object.entries(LIMITS).flatMap(([field, { expected }]) =>
    issueUnless(field in limits, [...path, field], () => ({
      code: "missing-field",
      message: "missing field",
      received: "nothing",
      expected,
      hint: "give every limit, or leave `limits` out",
    })),
  );
}

function formed(given: unknown, forms: Readonly<Record<string, Form>>, path: Path, isKnown: IsKnown): readonly Issue[] {
  if (!isRecord(given)) return [];
  return Object.entries(given).flatMap(([field, value]): readonly Issue[] => {
    const at = [...path, field];
    const form = Object.hasOwn(forms, field) ? forms[field] : undefined;
    if (form === undefined) return [{ path: at, ...unknownField(field, Object.keys(forms)) }];
    return formIssue(value, form, at, isKnown);
  });
}

/** vmagent would cut the timeout down to the interval, without a word. */
function slowTimeout({ interval, timeout }: Readonly<Record<string, unknown>>, path: Path): readonly Issue[] {
  const [every, within] = [milliseconds(interval), milliseconds(timeout)];
  const isWithin = every === undefined || within === undefined || within <= every;
  return issueUnless(isWithin, [...path, "timeout"], () => ({
    code: "invalid-format",
    message: "an answer may take longer than the time between two",
    received: show(timeout),
    expected: `at most the interval, ${show(interval)}`,
    hint: "shorten the timeout, or ask less often",
  }));
}

/** Each stack may have what waits for it on the one volume; a full one loses the samples of all. */
function bufferRules({ platformBuffer, stacks }: GivenCollection, path: Path, isKnown: IsKnown): readonly Issue[] {
  const given = platformBuffer ?? PLATFORM_VOLUME;
  if (!isKnown(given)) return [];
  const size = parseQuantity(given);
  const least = `${PLATFORM_BUFFER_MIB * stacks.length}Mi`;
  const isEnough = size !== undefined && size.nano > 0n && size.nano >= (parseQuantity(least)?.nano ?? 0n);
  return issueUnless(isEnough, path, () => ({
    code: "invalid-quantity",
    message: size === undefined ? "invalid quantity" : "the platform's buffer is too small for its stacks",
    received: platformBuffer === undefined ? `nothing, which means ${show(given)}` : show(given),
    expected: `at least ${show(least)}, ${PLATFORM_BUFFER_MIB}Mi for each of ${stacks.length}`,
    hint: "enlarge it: what waits for a stack that is away is kept there",
  }));
}
