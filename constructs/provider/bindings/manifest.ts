// Made by scripts/provider-bindings.ts of the provider's schema.
import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { type Binding, BoundResource, type OrToken } from "../bound";

/** Arguments of `hikube_manifest`. */
export interface ManifestConfig extends TerraformMetaArguments {
  /** The object: apiVersion, kind, metadata and so on, e.g. `yamldecode(file("web.yaml"))`. Another group, kind, namespace or name replaces it; another version of the same group does not. */
  readonly manifest: object;
  /** Parts of the object that are stored nowhere in Terraform, merged into the manifest member by member, e.g. `{ stringData = { password = var.password } }`. `stringData` of a Secret is sent as `data`. What the server says of such an object is told by reason and fields, without its words. Goes with `secret_wo_version`. */
  readonly secretWo?: object;
  /** Raise it to send another `secret_wo`. */
  readonly secretWoVersion?: number;
  /** Take over fields that another field manager owns with another value. Without it that is an error at plan which names the field and the manager. What this resource owned and somebody changed is set back in any case. */
  readonly forceConflicts?: OrToken<boolean>;
  /** Take over an object that exists already; a destroy deletes it then, but not what is left of the resource that it was taken from: with `create_before_destroy` nothing is made anew. Without it that is a warning at plan and an error at apply. */
  readonly adopt?: OrToken<boolean>;
  /** What a change of a field that cannot be changed leads to: `error` at plan, which names the field, or `replace`, which deletes the object and creates it anew. `error` where it is not set. */
  readonly onImmutable?: string;
  /** What a create or an update waits for, within `timeouts`. A create that waited in vain is stored as tainted. */
  readonly wait?: OrToken<ManifestWait>;
  /** How long each action may take, such as `30m`. */
  readonly timeouts?: ManifestTimeouts;
}

/** What a create or an update waits for, within `timeouts`. A create that waited in vain is stored as tainted. */
export interface ManifestWait {
  /** Status of conditions by their types, e.g. `{ Available = "True" }`. */
  readonly conditions?: OrToken<Readonly<Record<string, string>>>;
  /** Text of fields by their paths, e.g. `{ "status.phase" = "Bound", "status.loadBalancer.ingress[0].ip" = "*" }`; `*` is any text but none. A name with dots stands in quotes: `metadata.annotations["a.b/c"]`. */
  readonly fields?: OrToken<Readonly<Record<string, string>>>;
}

/** How long each action may take, such as `30m`. */
export interface ManifestTimeouts {
  /** How long a create may take, such as `30m`. */
  readonly create?: string;
  /** How long a update may take, such as `30m`. */
  readonly update?: string;
  /** How long a delete may take, such as `30m`. */
  readonly delete?: string;
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube_manifest", version: "0.1.0", shape: { manifest: true, secretWo: true, secretWoVersion: true, forceConflicts: true, adopt: true, onImmutable: true, wait: { nesting: "single", fields: { conditions: true, fields: true } }, timeouts: { nesting: "single", isBlock: true, fields: { create: true, update: true, delete: true } } } };

/** Any Kubernetes object, by server-side apply. It is planned from the configuration alone: before its custom resource definition, its namespace or the cluster is there. Drift is what was applied and changed by somebody; what others own is neither shown nor undone. What a tenant or the platform consists of (the namespace, its quotas, policies and bindings, the guardrails) is refused at plan, apply and import (`object-of-a-tenant`), whoever made it: `hikube_tenant` and `hikube_platform` say what it is. One that is in the state already is let go of, and not deleted, when its resource goes. */
export class Manifest extends BoundResource {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube_manifest";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: ManifestConfig) {
    super(scope, id, BINDING, config);
  }

  /** The object: apiVersion, kind, metadata and so on, e.g. `yamldecode(file("web.yaml"))`. Another group, kind, namespace or name replaces it; another version of the same group does not. */
  get manifest(): IResolvable {
    return this.interpolationForAttribute("manifest");
  }

  /** The object as it is in the cluster, with no more than the fields that the field manager `hikube` owns, and without `secret_wo` and the data of a Secret. Planned by a dry run where the server knows the kind, else known after apply. */
  get object(): IResolvable {
    return this.interpolationForAttribute("object");
  }

  /** Raise it to send another `secret_wo`. */
  get secretWoVersion(): number {
    return this.getNumberAttribute("secret_wo_version");
  }

  /** Take over fields that another field manager owns with another value. Without it that is an error at plan which names the field and the manager. What this resource owned and somebody changed is set back in any case. */
  get forceConflicts(): IResolvable {
    return this.interpolationForAttribute("force_conflicts");
  }

  /** Take over an object that exists already; a destroy deletes it then, but not what is left of the resource that it was taken from: with `create_before_destroy` nothing is made anew. Without it that is a warning at plan and an error at apply. */
  get adopt(): IResolvable {
    return this.interpolationForAttribute("adopt");
  }

  /** What a change of a field that cannot be changed leads to: `error` at plan, which names the field, or `replace`, which deletes the object and creates it anew. `error` where it is not set. */
  get onImmutable(): string {
    return this.getStringAttribute("on_immutable");
  }

  /** What a create or an update waits for, within `timeouts`. A create that waited in vain is stored as tainted. */
  get wait(): IResolvable {
    return this.interpolationForAttribute("wait");
  }
}
