import { isDnsLabel, isDnsSubdomain } from "../../model/kubernetes/names";
import { TOKEN_SECONDS, type Account } from "../../live/accounts";
import { ACCESS_LEVELS } from "../../model/tenant/spec/access-levels";
import { between, conflicts, exactlyOneOf, oneOf, type Schema } from "../../plugin";
import { hiddenIn, namespaceFault } from "../namespace-name";

const { shortest, longest, usual } = TOKEN_SECONDS;

/** Who signs in where, and what they get. */
export const KUBECONFIG_SCHEMA: Schema = {
  description:
    "A kubeconfig whose default namespace is a tenant's: with a short-lived token of a ServiceAccount, or for people who sign in at an identity provider. It exists during one command; neither state nor plan holds any of it. While the tenant is yet to be made, or is gone, there is neither token nor kubeconfig: both are null. OpenTofu opens it no sooner than what `namespace` follows from has nothing to change: there write the namespace as text where a provider block uses this.",
  rules: [exactlyOneOf("level", "service_account", "oidc"), conflicts("oidc", "duration")],
  attributes: {
    namespace: {
      type: "string",
      required: true,
      validate: (name: string) => namespaceFault(name, "the namespace of a tenant"),
      description: "Namespace of the tenant, e.g. `tenant-production-shop`.",
    },
    level: {
      type: "string",
      optional: true,
      validate: oneOf(...ACCESS_LEVELS.map(({ level }) => level)),
      description: "A token of the tenant's deployer with this level: `viewer`, `user`, `admin` or `owner`.",
    },
    service_account: {
      type: "string",
      optional: true,
      validate: (text: string) =>
        accountIn(text) === undefined
          ? `${hiddenIn(text)}It must be NAMESPACE/NAME, such as hikube-system/tenant-shop.ci.`
          : undefined,
      description: "A token of this account, as `namespace/name`.",
    },
    oidc: {
      optional: true,
      nested: {
        nesting: "single",
        attributes: {
          issuer: {
            type: "string",
            required: true,
            // Kubernetes takes no other.
            validate: (url: string) => (isHttps(url) ? undefined : "It must be an address that begins with https://."),
            description: "Address of the identity provider, e.g. `https://id.example.com/realms/acme`.",
          },
          client_id: {
            type: "string",
            required: true,
            description: "The public client there that the cluster accepts.",
          },
          scopes: { type: ["list", "string"], optional: true, description: "Further scopes to ask for." },
        },
      },
      description:
        "People sign in at this identity provider, by the plugin `oidc-login` of kubectl. There is no token then.",
    },
    duration: {
      type: "number",
      as: "int",
      optional: true,
      validate: between({ min: shortest, max: longest }),
      description: `Seconds that the token lives, from ${String(shortest)} to ${String(longest)}; ${String(usual)} where it is not set. It cannot be prolonged: let it outlive the command.`,
    },
    kubeconfig: {
      type: "string",
      computed: true,
      sensitive: true,
      description: "The kubeconfig, as JSON, which is YAML.",
    },
    server: { type: "string", computed: true, description: "Address of the API server." },
    cluster_ca_certificate: {
      type: "string",
      computed: true,
      description: "Its certificate authority, PEM. Null where that is one of the system's.",
    },
    token: { type: "string", computed: true, sensitive: true, description: "The token alone. Null with `oidc`." },
    expires_at: { type: "string", computed: true, description: "When the token ends, in RFC 3339. Null with `oidc`." },
  },
};

/** `hikube-system/tenant-shop.ci` */
export function accountIn(text: string): Account | undefined {
  const [namespace = "", name = "", ...rest] = text.split("/");
  return isDnsLabel(namespace) && isDnsSubdomain(name) && rest.length === 0 ? { namespace, name } : undefined;
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "https:";
}
