import { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type Fault, type Issue, show, SpecError } from "../src/model/issue";
import { isRecord, type JsonRecord } from "../src/model/json";
import { isObjectKey } from "../src/model/kubernetes/names";
import { choiceHint, closestKey } from "../src/model/schema/did-you-mean";
import { inheritedFields } from "../src/model/schema/inherited";
import { inheritedField, kindOf, unknownField } from "../src/model/schema/faults";
import { isKnown } from "./known";

// What the compiler checks of props, for apps that are run without one.

/** What a prop may be. */
export interface PropType {
  /** As a sentence says it: "true or false". */
  readonly expected: string;
  readonly isRight: (value: unknown) => boolean;
  /** @default - it may be left out */
  readonly required?: boolean;
  /** The values, of a choice. @default - it is none */
  readonly choices?: readonly string[];
}

export const FLAG: PropType = { expected: "true or false", isRight: (value) => typeof value === "boolean" };
export const TEXT: PropType = { expected: "a text, known at synth", isRight: isKnownText };
export const PROVIDER: PropType = {
  expected: "a KubernetesProvider",
  isRight: (value) => isProvider(value, "kubernetes"),
};
export const HIKUBE_PROVIDER: PropType = {
  expected: "a HikubeProvider",
  isRight: (value) => isProvider(value, "hikube"),
};
export const HELM_PROVIDER: PropType = { expected: "a HelmProvider", isRight: (value) => isProvider(value, "helm") };

function isProvider(value: unknown, name: string): boolean {
  return TerraformProvider.isTerraformProvider(value) && value.terraformResourceType === name;
}

export function isKnownText(value: unknown): value is string {
  return typeof value === "string" && isKnown(value);
}

/** Where a construct is to be, as far as that can be said of what was given. */
export function pathOf(scope: unknown, id: unknown): string {
  const above = Construct.isConstruct(scope) ? scope.node.path : "";
  return [above, typeof id === "string" ? id : ""].filter((part) => part !== "").join("/") || "construct";
}

/**
 * The props of a construct, before its superclass is called, which would tell a fault in words of its own.
 * @throws SpecError where no construct can be made of scope and id, or props are no fields
 */
export function givenProps<T extends object>(scope: Construct, id: string, props: T): T {
  const path = pathOf(scope, id);
  const issues = [...scopeIssues(scope, id, path), ...fieldIssues(props, path)];
  if (issues.length > 0) throw new SpecError(issues);
  return props;
}

function scopeIssues(scope: unknown, id: unknown, path: string): readonly Issue[] {
  if (!Construct.isConstruct(scope)) {
    const isMissing = scope === undefined || scope === null;
    return [{ path: [path], ...outsideOfStack(isMissing ? "no scope" : kindOf(scope)) }];
  }
  if (typeof id !== "string" || id === "" || isObjectKey(id)) {
    return [
      {
        path: [path],
        code: "invalid-construct-id",
        message: "invalid id of a construct",
        received: received(id),
        expected: "a text of its own in its scope",
        hint: "choose another id",
      },
    ];
  }
  // Other separators are a part of no path.
  if (scope.node.tryFindChild(id.replaceAll("/", "--")) === undefined) return [];
  return [
    {
      path: [path],
      code: "duplicate-construct",
      message: "the scope has a construct with this id",
      received: received(id),
      expected: "an id that is not taken",
      hint: "give each construct an id of its own; a second one with the same id would be the same resources",
    },
  ];
}

/** @param received - the scope, in the words of a fault */
export function outsideOfStack(received: string): Fault {
  return {
    code: "outside-of-stack",
    message: "the construct is not in a stack, so nothing of it would be written",
    received,
    expected: "a TerraformStack, or a construct inside one",
    hint: "pass the stack as the first argument, not the app",
  };
}

/** Fields are read from the object itself: what it inherits, or computes by a class, would be lost. */
function fieldIssues(props: unknown, path: string): readonly Issue[] {
  if (isRecord(props)) return inheritedFields(props).map((key) => ({ path: [path, key], ...inheritedField(key) }));
  return [
    {
      path: [path],
      code: "wrong-type",
      message: `expected props, got ${kindOf(props)}`,
      received: received(props),
      expected: "an object with the fields of the construct",
      hint: "pass the fields as the third argument, in braces",
    },
  ];
}

/** Faults of props that are not a part of the spec of a tenant: wrong types, missing fields, unknown fields. */
export function propIssues(props: object, types: Readonly<Record<string, PropType>>, path: string): readonly Issue[] {
  const given = props as JsonRecord;
  const unknown = Object.keys(given).filter((key) => given[key] !== undefined && !Object.hasOwn(types, key));
  const meant = new Set(unknown.map((key) => closestKey(key, Object.keys(types))));
  return [
    ...unknown.map((key) => ({ path: [path, key], ...unknownField(key, Object.keys(types)) })),
    ...Object.entries(types).flatMap(([key, type]) =>
      meant.has(key) && given[key] === undefined ? [] : oneProp(given[key], key, { type, path }),
    ),
  ];
}

function oneProp(
  value: unknown,
  key: string,
  { type, path }: { readonly type: PropType; readonly path: string },
): readonly Issue[] {
  const { expected, isRight, required = false, choices } = type;
  const fault = { path: [path, key], received: received(value), expected };
  if (value === undefined) {
    return required ? [{ ...fault, code: "missing-field", message: "missing field", hint: `add \`${key}\`` }] : [];
  }
  if (isRight(value)) return [];
  if (choices !== undefined && typeof value === "string") {
    const hint = choiceHint(value, choices, "choose one of these words, or leave the field out");
    return [{ ...fault, code: "unknown-value", message: "unknown value", hint }];
  }
  const hint = "give a value of this type, known at synth, or leave the field out";
  return [{ ...fault, code: "wrong-type", message: `expected ${expected}, got ${kindOf(value)}`, hint }];
}

/** What was received, in the words of a fault. */
function received(given: unknown): string {
  return ["string", "number", "boolean"].includes(typeof given) ? show(given) : kindOf(given);
}

/** The value, or what is reported as one that was not given: a field that is `undefined` counts as left out. */
export function orNothing<T>(value: T): T {
  return value ?? (null as T);
}

/** Fields beside others; what is no object stays what it is, so that its type is reported. */
export function withFields<T extends object>(given: T, fields: object): T {
  return isRecord(given) ? { ...(given as T), ...fields } : given;
}
