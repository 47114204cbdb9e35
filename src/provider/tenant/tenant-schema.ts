import { namespaceOf } from "../../model/tenant/spec/tenant-names";
import { TENANT_SPEC } from "../../model/tenant/spec/spec-schema";
import {
  isUnknown,
  UNKNOWN,
  type Attribute,
  type DefaultRequest,
  type Schema,
  type UnknownValue,
  type ValueRecord,
} from "../../plugin";
import { namespaceFault } from "../namespace-name";
import { attributesOf } from "../schema/attributes";
import { DESCRIPTIONS } from "../schema/descriptions";

const SPEC = attributesOf(TENANT_SPEC, DESCRIPTIONS);

/** In HCL somebody has to declare it, and others to fill it. */
const PLACE =
  'The place of the stack is a `hikube_tenant` with `name = "monitoring"` and this tenant as its `parent`; it takes `protected` beside, and no more. What runs in it are Helm releases: the constructs and tenants files make them, this provider does not.';

/** The spec in Terraform's forms, the place in the tree, and what became of it. */
export const TENANT_SCHEMA: Schema = {
  description:
    "A tenant: its namespace with network, quota, access and security. Its share is taken out of its parent's quota, in whatever configuration that one is.",
  attributes: {
    ...SPEC,
    monitoring: { ...SPEC.monitoring, description: `${SPEC.monitoring?.description ?? ""} ${PLACE}` } as Attribute,
    ...ownAttributes(),
  },
};

function ownAttributes(): Readonly<Record<string, Attribute>> {
  return {
    parent: {
      type: "string",
      optional: true,
      description: "Namespace of the tenant above: `hikube_tenant.production.namespace`. Without it, a top tenant.",
      validate: (name: string) =>
        hinted(
          namespaceFault(name, "the namespace of the tenant above, such as `hikube_tenant.production.namespace`"),
          "For a top tenant leave `parent` out.",
        ),
    },
    namespace: {
      type: "string",
      optional: true,
      computed: true,
      default: namespaceDefault,
      requiresReplace: true,
      validate: (name: string) =>
        hinted(
          namespaceFault(
            name,
            "the name of a namespace: lower-case letters, digits and dashes between them, at most 63 characters",
          ),
          "Leave `namespace` out, and it follows from `parent` and `name`.",
        ),
      description: "The namespace, which is the identity of the tenant. Follows from `parent` and `name`.",
    },
    force_conflicts: {
      type: "bool",
      optional: true,
      description: "Whether fields are taken over that another tool applies, such as Argo CD.",
    },
    taken_over: {
      type: "bool",
      computed: true,
      description:
        "Whether a finished tenant stood there, just as this one would be made, and was taken over: what an apply left that was cut short, or another configuration holds. It is known at plan, and an apply that would do otherwise is refused.",
    },
    objects: {
      type: ["map", "string"],
      computed: true,
      description:
        "What the tenant consists of, by kind and name, each with the digest of what it should be. What somebody changed or removed says so in its place until it is mended.",
    },
  };
}

function hinted(fault: string | undefined, hint: string): string | undefined {
  return fault === undefined ? undefined : `${fault} ${hint}`;
}

/** The namespace that a configuration says, where that is known. */
export function namespaceIn(config: ValueRecord): string | undefined {
  const said = config.namespace ?? namespaceDefault({ config });
  return typeof said === "string" ? said : undefined;
}

/** Known as soon as `name` and `parent` are, so that others can name it in the same plan. */
function namespaceDefault({ config: { name, parent } }: Pick<DefaultRequest, "config">): string | UnknownValue {
  if (typeof name !== "string" || isUnknown(parent)) return UNKNOWN;
  return namespaceOf({ name }, typeof parent === "string" ? parent : undefined);
}
