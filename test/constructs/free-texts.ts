import { schemaOf, type ObjectSchema, type Schema } from "../../src/model/schema/schema";
import { formatIssue, formatPath } from "../../src/model/issue";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import type { Profile } from "../../src/model/tenant/spec/profile";
import { resolveTenant } from "../../src/model/tenant/resolve/resolve";
import type { TenantSpec } from "../../src/model/tenant/spec/spec";
import { TENANT_SPEC } from "../../src/model/tenant/spec/spec-schema";
import { validateTenants } from "../../src/model/tenant/rules/validate";
import { knownCluster } from "../../src/model/cluster/known-cluster";

/** What Terraform would evaluate where it is not escaped: an expression, and a directive. */
export const TEMPLATES = ["${1+1}", "%{if true}x%{endif}", "%{ if true }x%{ endif }"] as const;

/** A place of a record that takes a text, and the least record that has a given text there. */
export interface TextPlace {
  readonly path: string;
  readonly with: (text: string) => Readonly<Record<string, unknown>>;
}

/**
 * Every place of a shape that takes a text: fields, entries of lists, keys and values of maps. Beside it stands what is
 * needed for the record to be whole.
 */
export function textPlaces(shape: Schema): readonly TextPlace[] {
  return placesOf(shape).map(({ path, of }) => ({
    path: path.replace(/^\./, ""),
    with: (text) => of(text) as Readonly<Record<string, unknown>>,
  }));
}

interface Place {
  readonly path: string;
  readonly of: (text: string) => unknown;
}

function placesOf(shape: Schema): readonly Place[] {
  switch (shape.type) {
    case "string":
      return [{ path: "", of: (text) => text }];
    case "oneOf":
      return shape.of.flatMap(placesOf);
    case "list":
      return placesOf(shape.of).map(({ path, of }) => ({ path: `[]${path}`, of: (text) => [of(text)] }));
    case "map":
      return [
        { path: ".{key}", of: (text) => ({ [text]: sample(shape.of) }) },
        ...placesOf(shape.of).map(({ path, of }) => ({
          path: `.{value}${path}`,
          of: (text: string) => ({ key: of(text) }),
        })),
      ];
    case "object":
      return Object.entries(shape.fields).flatMap(([field, value]) =>
        placesOf(schemaOf(value)).map(({ path, of }) => ({
          path: `.${field}${path}`,
          of: (text: string) => ({ ...neighbours(shape, field), [field]: of(text) }),
        })),
      );
    case "number":
    case "boolean":
      return [];
  }
}

/** Records whose kind says which fields they have: one of a kind that has the field. */
const KINDS: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  ExposureSpec: [
    { kind: "ingress", className: "nginx", tlsSecret: "tls", clusterIssuer: "acme" },
    { kind: "gateway", name: "public", namespace: "gateways", sectionName: "https" },
  ],
  ReceiverSpec: [
    { kind: "email", to: "a@b.ch", from: "c@d.ch", smarthost: "smtp.b.ch:587", username: "a", password: place("a") },
    { kind: "slack", channel: "#alerts", url: place("slack") },
    { kind: "pagerduty", routingKey: place("pagerduty") },
    { kind: "telegram", chatId: 1, token: place("telegram") },
  ],
};

function place(secret: string) {
  return { secret, key: "key" };
}

/** The fields that a record needs beside one. */
function neighbours(shape: ObjectSchema, field: string): Readonly<Record<string, unknown>> {
  const { required, exactlyOne = [], fields } = shape;
  const kinds = KINDS[shape.name];
  if (kinds !== undefined) {
    const common = Object.fromEntries(
      required.filter((name) => name !== "kind").map((name) => [name, sample(schemaOf(fields[name]!))]),
    );
    return { ...common, ...(kinds.find((kind) => field in kind) ?? kinds[0]) };
  }
  const choice = exactlyOne.includes(field) ? [] : exactlyOne.slice(0, 1);
  return Object.fromEntries([...required, ...choice].map((name) => [name, sample(schemaOf(fields[name]!))]));
}

/** A value that is right. */
function sample(shape: Schema): unknown {
  switch (shape.type) {
    case "string":
      return shape.example;
    case "number":
      return shape.only ?? Math.max(shape.hint?.least ?? 1, 1);
    case "boolean":
      return true;
    case "list":
      return [sample(shape.of)];
    case "map":
      return { "example.com/key": sample(shape.of) };
    case "oneOf":
      return sample(shape.of[0]!);
    case "object":
      return neighbours(shape, "");
  }
}

/** A tenant for each place and text that its rules let through; the other texts are refused where they stand. */
export interface FreeText {
  readonly place: string;
  readonly text: string;
  readonly spec: TenantSpec & { readonly profile: Profile };
}

/** What the rules make of every template at every place of a tenant. */
export function judgedTexts(cluster: ClusterFacts): {
  readonly free: readonly FreeText[];
  readonly refused: readonly string[];
} {
  const [free, refused]: [FreeText[], string[]] = [[], []];
  for (const { path, with: specWith } of textPlaces(TENANT_SPEC)) {
    for (const text of TEMPLATES) {
      const name = path === "name" ? text : `t${free.length}`;
      const spec = { profile: "development" as const, ...specWith(text), name };
      const tenant = resolveTenant(spec, { path: "top", cluster: knownCluster(cluster) });
      const issues = validateTenants([{ tenant, children: [] }]);
      const start = `top.${path.replaceAll("[]", "[0]").replace("{key}", text).replace("{value}", "key")}`;
      if (issues.length === 0) free.push({ place: path, text, spec });
      else if (issues.some((issue) => formatPath(issue.path) === start)) refused.push(`${path} ${text}`);
      else throw new Error(`${path}: ${issues.map(formatIssue).join("\n")}`);
    }
  }
  return { free, refused };
}

/** All texts of plain data: keys of maps and values. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  return [...keys, ...Object.values(value).flatMap(textsIn)];
}
