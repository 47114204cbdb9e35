import { between, length, matches, oneOf, type Attribute, type Schema } from "../../../plugin";
import { messageOf } from "../../../support/errors";
import { parseValues } from "../values/yaml";

const text = { type: "string", optional: true } as const;
const result = { type: "string", computed: true } as const;
const count = { type: "number", as: "int", computed: true } as const;

function flag<const D extends boolean>(value: D) {
  return { type: "bool", optional: true, computed: true, default: value } as const;
}

function whole<const D extends number>(value: D) {
  return {
    type: "number",
    as: "int",
    optional: true,
    computed: true,
    default: value,
    validate: between({ min: 0 }),
  } as const;
}

const kindOfValue = oneOf("auto", "string", "literal");

/** Namespaces and releases become labels and names of objects; none of them may look like a flag to Helm. */
const dnsLabel = matches(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "lower-case letters, digits and dashes");
const releaseName = matches(
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  "lower-case letters, digits, dashes and dots",
);

/** Attributes that say which chart is meant, and with what account it is fetched. */
export const chartAttributes = {
  chart: { type: "string", required: true, validate: length({ min: 1 }) },
  devel: { type: "bool", optional: true },
  keyring: text,
  pass_credentials: flag(false),
  repository: text,
  repository_ca_file: text,
  repository_cert_file: text,
  repository_key_file: text,
  repository_password: { ...text, sensitive: true },
  repository_username: text,
  verify: flag(false),
  version: { type: "string", optional: true, computed: true },
} as const satisfies Record<string, Attribute>;

const valueAttributes = {
  set: {
    optional: true,
    nested: {
      nesting: "list",
      attributes: {
        name: { type: "string", required: true },
        type: { type: "string", optional: true, computed: true, default: "", validate: kindOfValue },
        value: text,
      },
    },
  },
  set_list: {
    optional: true,
    nested: {
      nesting: "list",
      attributes: {
        name: { type: "string", required: true },
        value: { type: ["list", "string"], required: true },
      },
    },
  },
  set_sensitive: {
    optional: true,
    nested: {
      nesting: "list",
      attributes: {
        name: { type: "string", required: true },
        type: { ...text, validate: kindOfValue },
        value: { type: "string", required: true, sensitive: true },
      },
    },
  },
  set_wo: {
    optional: true,
    writeOnly: true,
    nested: {
      nesting: "list",
      attributes: {
        name: { type: "string", required: true, writeOnly: true },
        type: { ...text, writeOnly: true, validate: oneOf("auto", "string") },
        value: { type: "string", required: true, writeOnly: true },
      },
    },
  },
  set_wo_revision: { type: "number", as: "int", optional: true, validate: between({ min: 1 }) },
  values: { type: ["list", "string"], optional: true, validate: areValues },
} as const satisfies Record<string, Attribute>;

/** A value that is no YAML is a fault of the plan, and not of the apply. */
function areValues(documents: readonly (string | null)[]): string | undefined {
  for (const [index, document] of documents.entries()) {
    try {
      parseValues(document ?? "");
    } catch (error) {
      return `Element ${String(index)} of values cannot be used: ${messageOf(error)}.`;
    }
  }
  return undefined;
}

/** What the real provider stores of a release in the cluster. */
const metadata = {
  app_version: result,
  chart: result,
  first_deployed: count,
  last_deployed: count,
  name: result,
  namespace: result,
  notes: result,
  revision: count,
  values: result,
  version: result,
} as const satisfies Record<string, Attribute>;

/**
 * The schema of `helm_release`; `timeouts` is added by the bridge.
 *
 * @param home the namespace of releases that name none
 */
export function releaseSchema(home: string) {
  return {
    version: 2,
    attributes: {
      ...chartAttributes,
      ...valueAttributes,
      atomic: flag(false),
      cleanup_on_fail: flag(false),
      create_namespace: flag(false),
      dependency_update: flag(false),
      description: { type: "string", optional: true, computed: true },
      disable_crd_hooks: flag(false),
      disable_openapi_validation: flag(false),
      disable_webhooks: flag(false),
      force_update: flag(false),
      id: { ...result, useStateForUnknown: true },
      lint: flag(false),
      manifest: result,
      max_history: whole(0),
      metadata: { computed: true, nested: { nesting: "single", attributes: metadata } },
      name: {
        type: "string",
        required: true,
        requiresReplace: true,
        validate: [length({ min: 1, max: 53 }), releaseName],
      },
      namespace: {
        type: "string",
        optional: true,
        computed: true,
        requiresReplace: true,
        default: home,
        validate: [length({ min: 1, max: 63 }), dnsLabel],
      },
      postrender: {
        optional: true,
        nested: {
          nesting: "single",
          attributes: {
            args: { type: ["list", "string"], optional: true },
            binary_path: { type: "string", required: true },
          },
        },
      },
      recreate_pods: flag(false),
      render_subchart_notes: flag(true),
      replace: flag(false),
      reset_values: flag(false),
      resources: { type: ["map", "string"], computed: true },
      reuse_values: flag(false),
      skip_crds: flag(false),
      status: result,
      take_ownership: flag(false),
      timeout: whole(300),
      upgrade_install: flag(false),
      wait: flag(true),
      wait_for_jobs: flag(false),
    },
  } as const satisfies Schema;
}

export type ReleaseSchema = ReturnType<typeof releaseSchema>;
