import { moreBy } from "./allow-list";
import type { Validation, Variable } from "./guardrail";
import { lastApplied, lastAppliedIsACopy } from "./last-applied";
import {
  BEFORE,
  bytesIn,
  countAt,
  entriesAt,
  entriesIn,
  isLonger,
  mapsIn,
  printedBytes,
  printedWhole,
  valuesWithout,
  type State,
} from "./measure";
import { tooWide } from "./object-width";
import { boundVariables, type Bounds } from "./size-bounds";
import { LARGE_WRITERS, MAY_BE_LARGE, writesEverywhere } from "./trusted";
import type { Width } from "./widths";

/** An owner that is absent costs the cluster's garbage collector a request, and everybody waits for the same collector. */
const MOST_OWNERS = 4;
/** For controllers of the whole cluster: a Secret that a CSI driver syncs is owned by all that mount it. */
const MOST_OWNERS_BY_CONTROLLERS = 64;
const BYTES_OF_AN_OWNER = 1024;
const OWNERS = "metadata.ownerReferences";

/** Smaller objects are passed by without a second look. */
const SMALL_BYTES = 8192;

/** What may be in the metadata of any object, whatever its kind. */
const METADATA_WIDTHS: readonly (Width & { readonly path: string })[] = [
  metadata("finalizers", "finalizers", 32),
  metadata("labels", "labels", 128),
  metadata("annotations", "annotations", 256),
  metadata("managedFields", "field managers", 64, "write it under one name (--field-manager)"),
];

/** CEL: whether the metadata of an object has more in it than it may. */
export const HAS_MANY_PARTS = [...METADATA_WIDTHS, { path: OWNERS, most: MOST_OWNERS }]
  .map(({ path, most }) => isLonger("object", path, most))
  .join(" || ");

/** CEL: whether an object may be larger than it may. Signs, not bytes, because this is asked of every object. */
export const IS_LARGE = `size('%s'.format([object])) > ${SMALL_BYTES}`;

/**
 * CEL variables on the size of an object, for `SIZE_VALIDATIONS`.
 *
 * @param widths what else is counted in the object
 * @param isMeasured CEL: whether the bytes of an object of this kind are looked at
 * @param bounds how large it may be
 */
export function sizeVariables(widths: readonly Width[], isMeasured: string, bounds: Bounds): readonly Variable[] {
  return [
    { name: "now", expression: "dyn(object)" },
    { name: "before", expression: BEFORE },
    { name: "wide", expression: tooWide([...METADATA_WIDTHS, ...widths], "variables.now", "variables.before") },
    ...ownersOf("now"),
    ...ownersOf("before"),
    {
      name: "ownersAreFew",
      expression: `(variables.nowOwners <= ${MOST_OWNERS} && variables.nowOwnersBytes <= ${MOST_OWNERS * BYTES_OF_AN_OWNER}) || (variables.nowOwners <= variables.beforeOwners && variables.nowOwnersBytes <= variables.beforeOwnersBytes)`,
    },
    ...boundVariables(bounds),
    // What has too many parts is refused for that; to measure it too would only take time.
    { name: "isMeasured", expression: `${isMeasured} && size(variables.wide) == 0 && variables.ownersAreFew` },
    ...bytesOf("now"),
    ...bytesOf("before"),
    ...managersOf("now"),
    ...managersOf("before"),
    { name: "isEverywhere", expression: writesEverywhere() },
    ...LARGE_WRITERS,
  ];
}

export const SIZE_VALIDATIONS: readonly Validation[] = [
  {
    expression: `size(variables.wide) == 0 || ${MAY_BE_LARGE}`,
    message: "this object has too many labels or the like; allowed here: fewer",
    messageExpression: "'this ' + request.kind.kind + ' has ' + variables.wide.join('; and ')",
  },
  {
    expression: `variables.ownersAreFew || (variables.nowOwners <= ${MOST_OWNERS_BY_CONTROLLERS} && variables.isEverywhere) || ${MAY_BE_LARGE}`,
    message: `the ownerReferences of this object are too many; allowed here: at most ${MOST_OWNERS}`,
    messageExpression: `variables.ownersAreFew ? '' : 'this ' + request.kind.kind + ' has ' + string(variables.nowOwners) + ' ownerReferences of ' + string(variables.nowOwnersBytes) + ' bytes, each of which the garbage collector of the cluster looks up; allowed here: at most ${MOST_OWNERS} of together ${MOST_OWNERS * BYTES_OF_AN_OWNER} bytes; name the one that it belongs to'`,
  },
  {
    expression: `!variables.isMeasured || variables.nowBytes <= variables.mostBytes || variables.nowBytes <= variables.beforeBytes || ${MAY_BE_LARGE}`,
    message: "this object is larger than this tenant may store; allowed here: smaller ones",
    messageExpression: `!variables.isMeasured ? '' : 'this ' + request.kind.kind + ' takes ' + string(variables.nowBytes) + ' bytes; allowed here: at most ' + string(variables.mostBytes) + '; keep long texts in ConfigMaps' + "${moreBy("security.configSize")}" + variables.upTo`,
  },
  {
    expression: `!variables.isMeasured || variables.nowEntries <= variables.mostEntries || variables.nowEntries <= variables.beforeEntries || ${MAY_BE_LARGE}`,
    message: "the lists and maps of this object have more entries than this tenant may store",
    messageExpression: `!variables.isMeasured ? '' : 'this ' + request.kind.kind + ' has ' + string(variables.nowEntries) + ' entries in its lists and maps; allowed here: at most ' + string(variables.mostEntries) + '; leave out what is not needed' + "${moreBy("security.configSize")}" + variables.upTo`,
  },
  {
    expression: `!variables.isMeasured || variables.nowMaps <= variables.mostMaps || variables.nowMaps <= variables.beforeMaps || ${MAY_BE_LARGE}`,
    message: "this object has more maps and structures than this tenant may store",
    messageExpression: `!variables.isMeasured ? '' : 'this ' + request.kind.kind + ' has ' + string(variables.nowMaps) + ' maps and structures; allowed here: at most ' + string(variables.mostMaps) + '; leave out what is not needed' + "${moreBy("security.configSize")}" + variables.upTo`,
  },
  {
    expression: `!variables.isMeasured || variables.nowManagers <= variables.room || variables.nowManagers <= variables.beforeManagers || ${MAY_BE_LARGE}`,
    message: "the field managers of this object take more than this tenant may store",
    messageExpression: `!variables.isMeasured ? '' : 'the field managers (managedFields) of this ' + request.kind.kind + ' take ' + string(variables.nowManagers) + ' bytes; allowed here: at most ' + string(variables.room) + '; write it under one name' + "${moreBy("security.configSize")}"`,
  },
  ...lastAppliedIsACopy("variables.isMeasured", MAY_BE_LARGE),
];

function metadata(field: string, what: string, most: number, instead = "leave out what is not needed") {
  const path = `metadata.${field}`;
  return { what, path, count: (root: string) => countAt(root, path), most, instead };
}

function ownersOf(state: State): readonly Variable[] {
  return [
    { name: `${state}Owners`, expression: countAt(`variables.${state}`, OWNERS) },
    { name: `${state}OwnersBytes`, expression: printedBytes(entriesAt(`variables.${state}`, OWNERS)) },
  ];
}

/**
 * What there is in `variables.<state>` but for its status, which no level writes, the copy that `kubectl apply` keeps, and
 * the field managers, which the server writes by itself: of an object of many short fields they take more than the object.
 */
function bytesOf(state: State): readonly Variable[] {
  const parts = valuesWithout(`variables.${state}`, ["metadata", "status"]);
  const kept = valuesWithout(`variables.${state}.?metadata.orValue(dyn({}))`, ["managedFields"]);
  const text = `variables.${state}Text`;
  return [
    { name: `${state}Text`, expression: printedWhole(`[dyn(${parts}), dyn(${kept})]`) },
    lastApplied(state),
    { name: `${state}Bytes`, expression: `${bytesIn(text)} - variables.${state}Applied` },
    { name: `${state}Entries`, expression: entriesIn(text) },
    { name: `${state}Maps`, expression: mapsIn(text) },
  ];
}

/** CEL variable: bytes of the field managers. */
function managersOf(state: State): readonly Variable[] {
  const expression = printedBytes(entriesAt(`variables.${state}`, "metadata.managedFields"));
  return [{ name: `${state}Managers`, expression }];
}
