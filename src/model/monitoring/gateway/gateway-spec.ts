import type { StringMap } from "../../kubernetes/kube-object";
import type { Subtree } from "../collection/stack-route";

/** What a stack's gateway lets through. */
export interface GatewaySpec {
  /** Namespace of the stack. */
  readonly stack: string;
  /** The tenant that it belongs to: who may read that, reads all. */
  readonly owner: Subtree;
  readonly storage: StorageUrls;
  /** This cluster's issuer of ServiceAccount tokens. */
  readonly issuer: WriterIssuer;
  /** Other clusters whose collectors write here, with the name that goes into `cluster`. @default - none */
  readonly clusters?: readonly RemoteWriter[];
  readonly readers: readonly Reader[];
  /** @default - people come through Grafana alone */
  readonly people?: People;
}

/** Base of each kind of request, without a slash at the end; in a cluster of storages the ways differ. */
export interface StorageUrls {
  readonly metricsWrite: string;
  readonly metricsRead: string;
  readonly logsWrite: string;
  readonly logsRead: string;
}

/** Whose tokens are believed. */
export interface WriterIssuer {
  readonly issuer: string;
  /** JSON Web Keys; several at once while they are rotated. */
  readonly keys: readonly StringMap[];
}

export interface RemoteWriter extends WriterIssuer {
  readonly name: string;
  /**
   * Namespace of the sub-tenant that the cluster as a whole belongs to: all it sends counts as that one's, whatever it
   * says. @default - the cluster is the platform's, and trusted to say whose its series and lines are
   */
  readonly tenant?: string;
}

/** A program with a token, such as a Grafana. */
export interface Reader {
  /** Lower-case letters, digits and dashes. */
  readonly name: string;
  /** Environment variable of the gateway that holds the token. */
  readonly tokenVariable: string;
  /** What it reads. @default - all */
  readonly tenant?: Subtree;
  /** Whether it writes metrics too, as what evaluates alerts does. @default false */
  readonly writes?: boolean;
}

/** People with tokens of an OpenID Connect issuer, who read what their groups have a level on. */
export interface People {
  /** As tokens name it in `iss`. */
  readonly issuer: string;
  /** As tokens name it in `aud`. */
  readonly clientId: string;
  /** A dot leads into an object. @default "groups" */
  readonly groupsClaim?: string;
  /** Keys in PEM. @default - the issuer is asked for them, which the gateway must be able to reach */
  readonly publicKeys?: readonly string[];
  /** Which group may read what, from the access levels of the tenants; each pair once or more often. */
  readonly grants: readonly GroupGrant[];
}

export interface GroupGrant {
  /** As tokens name it. */
  readonly group: string;
  readonly tenant: Subtree;
}
