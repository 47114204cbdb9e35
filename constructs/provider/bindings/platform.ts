// Made by scripts/provider-bindings.ts of the provider's schema.
import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { type Binding, BoundResource, type OrToken } from "../bound";

/** Arguments of `hikube_platform`. */
export interface PlatformConfig extends TerraformMetaArguments {
  /** Whether admission policies protect what the platform made. Without them whoever may write in a tenant can remove its isolation. An apply that writes any ends when the API server judges by them. */
  readonly guardrails?: OrToken<boolean>;
  /** Whether all who are signed in may read storage, ingress and priority classes with their parameters. */
  readonly readableClasses?: OrToken<boolean>;
  /** Whom the people of a tenant ask: each refusal ends with it. At most 120 characters. */
  readonly contact?: string;
  /** How long each action may take, such as `30m`. */
  readonly timeouts?: PlatformTimeouts;
}

/** How long each action may take, such as `30m`. */
export interface PlatformTimeouts {
  /** How long a create may take, such as `30m`. */
  readonly create?: string;
  /** How long a update may take, such as `30m`. */
  readonly update?: string;
  /** How long a delete may take, such as `30m`. */
  readonly delete?: string;
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube_platform", version: "0.1.0", shape: { guardrails: true, readableClasses: true, contact: true, timeouts: { nesting: "single", isBlock: true, fields: { create: true, update: true, delete: true } } } };

/** What a cluster has once, before its first tenant: the roles of the levels, the guardrails, `hikube-system`. */
export class Platform extends BoundResource {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube_platform";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: PlatformConfig = {}) {
    super(scope, id, BINDING, config);
  }

  /** Whether admission policies protect what the platform made. Without them whoever may write in a tenant can remove its isolation. An apply that writes any ends when the API server judges by them. */
  get guardrails(): IResolvable {
    return this.interpolationForAttribute("guardrails");
  }

  /** Whether all who are signed in may read storage, ingress and priority classes with their parameters. */
  get readableClasses(): IResolvable {
    return this.interpolationForAttribute("readable_classes");
  }

  /** Whom the people of a tenant ask: each refusal ends with it. At most 120 characters. */
  get contact(): string {
    return this.getStringAttribute("contact");
  }

  /** The platform's namespace. */
  get id(): string {
    return this.getStringAttribute("id");
  }

  /** Whether the cluster had a platform, which was taken over: what an apply left that was cut short, another engine made, or another configuration holds. It is known at plan, and an apply that would do otherwise is refused. */
  get takenOver(): IResolvable {
    return this.interpolationForAttribute("taken_over");
  }

  /** What the platform consists of, by kind and name, each with its digest, or what is wrong with it. */
  get objects(): Record<string, string> {
    return this.getStringMapAttribute("objects");
  }
}
