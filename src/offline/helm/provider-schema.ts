import { oneOf, type Schema } from "../../plugin";

const text = { type: "string", optional: true } as const;
const flag = { type: "bool", optional: true } as const;
const needed = { type: "string", required: true } as const;

const kubernetes = {
  client_certificate: text,
  client_key: text,
  cluster_ca_certificate: text,
  config_context: text,
  config_context_auth_info: text,
  config_context_cluster: text,
  config_path: text,
  config_paths: { type: ["list", "string"], optional: true },
  exec: {
    optional: true,
    nested: {
      nesting: "single",
      attributes: {
        api_version: needed,
        args: { type: ["list", "string"], optional: true },
        command: needed,
        env: { type: ["map", "string"], optional: true },
      },
    },
  },
  host: text,
  insecure: flag,
  password: text,
  proxy_url: text,
  tls_server_name: text,
  token: text,
  username: text,
} as const;

/** The provider block, as the real provider has it. */
export const HELM_PROVIDER_SCHEMA = {
  attributes: {
    burst_limit: { type: "number", as: "int", optional: true },
    debug: flag,
    experiments: { optional: true, nested: { nesting: "single", attributes: { manifest: flag } } },
    helm_driver: { ...text, validate: oneOf("memory", "configmap", "secret", "sql") },
    kubernetes: { optional: true, nested: { nesting: "single", attributes: kubernetes } },
    plugins_path: text,
    qps: { type: "number", optional: true },
    registries: {
      optional: true,
      nested: { nesting: "list", attributes: { password: needed, url: needed, username: needed } },
    },
    registry_config_path: text,
    repository_cache: text,
    repository_config_path: text,
  },
} as const satisfies Schema;
