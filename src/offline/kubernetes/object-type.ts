import type { Cluster, KindRef, ObjectRef } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { DiagnosticError, type Diagnostics, type ValueRecord } from "../../plugin";
import type { Rules } from "../sdkv2/rules";
import type { Fields } from "./mapping";
import type { MetadataKind } from "./metadata";
import type { Difference, PatchOperation } from "./patch";

/** What a write brings along. */
export interface WriteContext {
  readonly cluster: Cluster;
  readonly signal: AbortSignal;
  readonly diagnostics: Diagnostics;
  /** How long this write may wait, in milliseconds. */
  readonly timeoutMs: number;
}

/** What to make the object from: the plan, and the configuration for write-only values. */
export interface Wanted {
  /** The plan; what is not known yet is null. */
  readonly plan: ValueRecord;
  readonly config: ValueRecord;
}

/** A change of an object that is there. */
export interface Update extends Wanted, Difference {}

/** One resource type that manages one object of a kind. */
export interface ObjectType extends KindRef, ObjectMapping {}

/** How the real provider maps a resource type to an object. */
export interface ObjectMapping {
  readonly metadata: MetadataKind;
  /** Whether the real provider stores an identity beside the state. @default true */
  readonly identity?: boolean;
  readonly rules?: Rules;
  /** Words before an error of the API. @default - none */
  readonly failed?: { readonly create?: string; readonly update?: string };
  /** Time to wait, in minutes, where `timeouts` says nothing. */
  readonly timeouts?: Partial<Record<Action, number>>;
  /** How its attributes and blocks stand in the object, where the rules do not say it. */
  readonly fields: Fields;
  /** What an update writes beside the metadata if it differs, e.g. `spec.ingress`; a map key by key. */
  readonly patched?: readonly string[];
  /** Members of the object beside what `fields` map. */
  expand?(wanted: Wanted): Readonly<Record<string, unknown>>;
  /**
   * Values beside or in place of what `fields` map; what both leave out keeps its value. `known` is the plan after a
   * write, the prior state on a read.
   */
  flatten?(object: KubeObject, known: ValueRecord): ValueRecord;
  /** Changes before those of `patched`. */
  patch?(update: Update): readonly PatchOperation[];
  /** More paths that replace the object. */
  replace?(difference: Difference): readonly string[];
  /** @default - a POST of the expanded object */
  create?(object: KubeObject, wanted: Wanted, context: WriteContext): Promise<KubeObject>;
  /** Waits until a new or changed object is ready; gives its last version. @default - as written */
  settle?(
    object: KubeObject,
    update: Wanted & { readonly created: boolean },
    context: WriteContext,
  ): Promise<KubeObject>;
  /** @default - a DELETE that is not waited for */
  remove?(ref: ObjectRef, context: WriteContext): Promise<void>;
  /** Attributes of an imported resource beside its id. */
  readonly imported?: ValueRecord;
}

export type Action = "create" | "update" | "delete";

/** Where one object is, from the resource's id. */
export function refOfId(type: ObjectType, id: string): ObjectRef {
  const { apiVersion, kind } = type;
  if (!type.metadata.namespaced) return { apiVersion, kind, name: id };
  const [namespace = "", name = "", ...rest] = id.split("/");
  if (namespace === "" || name === "" || rest.length > 0) {
    throw new DiagnosticError(`Unexpected ID format ("${id}"), expected "namespace/name".`);
  }
  return { apiVersion, kind, name, namespace };
}

export function idOf({ metadata }: KubeObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}
