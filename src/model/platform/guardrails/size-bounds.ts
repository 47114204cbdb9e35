import type { Variable } from "./guardrail";
import { BYTES_ALLOWED, DEFAULT_BYTES } from "./measure";

/**
 * What each entry of a list or map counts as, whatever is in it: an empty text takes two bytes where it is stored, and
 * sixteen wherever the object is held.
 */
const BYTES_OF_AN_ENTRY = 16;

/** What each map or structure counts as, wherever many objects are made of it; and where none is. */
const BYTES_OF_A_MAP_IN_A_TEMPLATE = 64;
const BYTES_OF_A_MAP = 32;

/** CEL: the part of it that a template may take, 48Ki of 128Ki: the specs of databases and brokers are below. */
const SHARE = "variables.room * 3 / 8";

/** What pods and their templates take at most, however much a tenant may store in its ConfigMaps. */
const MOST_TEMPLATE_BYTES = 98_304;

/** How large an object may be, in CEL. */
export interface Bounds {
  readonly bytes: string;
  readonly entries: string;
  /** Maps and structures that hold anything. */
  readonly maps: string;
  /** Text after the field that allows more: how far. */
  readonly upTo: string;
}

const PLAIN: Bounds = {
  bytes: "variables.room",
  entries: `variables.room / ${BYTES_OF_AN_ENTRY}`,
  maps: `variables.room / ${BYTES_OF_A_MAP}`,
  upTo: "''",
};

/**
 * Of what pods are made from: controllers make hundreds of pods of one template at once, and keep old ones. And the
 * larger pods are, the later the quota's controller sees them, which lets more in for those that it misses.
 */
const TEMPLATE: Bounds = {
  bytes: "variables.templateRoom",
  entries: `variables.templateRoom / ${BYTES_OF_AN_ENTRY}`,
  maps: `variables.templateRoom / ${BYTES_OF_A_MAP_IN_A_TEMPLATE}`,
  upTo: `', up to ${((MOST_TEMPLATE_BYTES / 3) * 8) / 1024}Ki'`,
};

/** What a Deployment or a CronJob that is just small enough is passed on as: with an owner and a few labels more. */
const PASSED_ON = more(TEMPLATE, { bytes: 1024, entries: 64, maps: 32 });

/** Pods of a template that is just small enough get mounts, tolerations and sidecars. */
export const POD_BOUNDS = more(TEMPLATE, { bytes: 8192, entries: 1024, maps: 256 });

/** The bounds of any object but pods. */
export function boundsOf(templates: readonly string[], passedOn: readonly string[]): Bounds {
  const either = (of: (bounds: Bounds) => string) =>
    `${isOneOf(passedOn)} ? ${of(PASSED_ON)} : ${isOneOf(templates)} ? ${of(TEMPLATE)} : ${of(PLAIN)}`;
  return {
    bytes: either(({ bytes }) => bytes),
    entries: either(({ entries }) => entries),
    maps: either(({ maps }) => maps),
    upTo: either(({ upTo }) => upTo),
  };
}

function more(
  { bytes, entries, maps, upTo }: Bounds,
  by: { readonly bytes: number; readonly entries: number; readonly maps: number },
): Bounds {
  return { bytes: `${bytes} + ${by.bytes}`, entries: `${entries} + ${by.entries}`, maps: `${maps} + ${by.maps}`, upTo };
}

/** CEL: whether the request is for one of some resources. */
function isOneOf(resources: readonly string[]): string {
  return `request.resource.resource in [${resources.map((one) => `'${one}'`).join(", ")}]`;
}

/** CEL variables `mostBytes`, `mostEntries`, `mostMaps` and `upTo`. */
export function boundVariables({ bytes, entries, maps, upTo }: Bounds): readonly Variable[] {
  return [
    BYTES_ALLOWED,
    // A tenant that stores less configuration does not have smaller workloads.
    { name: "room", expression: `variables.most < ${DEFAULT_BYTES} ? ${DEFAULT_BYTES} : variables.most` },
    {
      name: "templateRoom",
      expression: `${SHARE} > ${MOST_TEMPLATE_BYTES} ? ${MOST_TEMPLATE_BYTES} : ${SHARE}`,
    },
    { name: "mostBytes", expression: bytes },
    { name: "mostEntries", expression: entries },
    { name: "mostMaps", expression: maps },
    { name: "upTo", expression: upTo },
  ];
}
