import { oneOf, together, type Schema } from "../../plugin";
import { FIELD_MANAGER } from "../objects/managers";

export const MANIFEST_SCHEMA: Schema = {
  description:
    "Any Kubernetes object, by server-side apply. It is planned from the configuration alone: before its custom resource definition, " +
    "its namespace or the cluster is there. Drift is what was applied and changed by somebody; what others own is neither shown nor undone. " +
    "What a tenant or the platform consists of (the namespace, its quotas, policies and bindings, the guardrails) is refused at plan, apply and import (`object-of-a-tenant`), whoever made it: " +
    "`hikube_tenant` and `hikube_platform` say what it is. One that is in the state already is let go of, and not deleted, when its resource goes.",
  attributes: {
    manifest: {
      type: "dynamic",
      required: true,
      description:
        'The object: apiVersion, kind, metadata and so on, e.g. `yamldecode(file("web.yaml"))`. Another group, kind, namespace or name ' +
        "replaces it; another version of the same group does not.",
    },
    object: {
      type: "dynamic",
      computed: true,
      description:
        `The object as it is in the cluster, with no more than the fields that the field manager \`${FIELD_MANAGER}\` owns, and without ` +
        "`secret_wo` and the data of a Secret. Planned by a dry run where the server knows the kind, else known after apply.",
    },
    secret_wo: {
      type: "dynamic",
      optional: true,
      sensitive: true,
      writeOnly: true,
      description:
        "Parts of the object that are stored nowhere in Terraform, merged into the manifest member by member, e.g. " +
        "`{ stringData = { password = var.password } }`. `stringData` of a Secret is sent as `data`. What the server says of such an object " +
        "is told by reason and fields, without its words. Goes with `secret_wo_version`.",
      rules: [together("secret_wo", "secret_wo_version")],
    },
    secret_wo_version: {
      type: "number",
      as: "int",
      optional: true,
      description: "Raise it to send another `secret_wo`.",
    },
    force_conflicts: {
      type: "bool",
      optional: true,
      description:
        "Take over fields that another field manager owns with another value. Without it that is an error at plan which names the " +
        "field and the manager. What this resource owned and somebody changed is set back in any case.",
    },
    adopt: {
      type: "bool",
      optional: true,
      description:
        "Take over an object that exists already; a destroy deletes it then, but not what is left of the resource that it was taken " +
        "from: with `create_before_destroy` nothing is made anew. Without it that is a warning at plan and an error at apply.",
    },
    on_immutable: {
      type: "string",
      optional: true,
      validate: oneOf("error", "replace"),
      description:
        "What a change of a field that cannot be changed leads to: `error` at plan, which names the field, or `replace`, which deletes the " +
        "object and creates it anew. `error` where it is not set.",
    },
    wait: {
      optional: true,
      description:
        "What a create or an update waits for, within `timeouts`. A create that waited in vain is stored as tainted.",
      nested: {
        nesting: "single",
        attributes: {
          conditions: {
            type: ["map", "string"],
            optional: true,
            description: 'Status of conditions by their types, e.g. `{ Available = "True" }`.',
          },
          fields: {
            type: ["map", "string"],
            optional: true,
            description:
              'Text of fields by their paths, e.g. `{ "status.phase" = "Bound", "status.loadBalancer.ingress[0].ip" = "*" }`; `*` is any ' +
              'text but none. A name with dots stands in quotes: `metadata.annotations["a.b/c"]`.',
          },
        },
      },
    },
  },
};
