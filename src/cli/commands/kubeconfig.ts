import { stringify } from "yaml";
import type { Connection } from "../../kube/connection";
import { connect } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import { kubeconfigOf, type Credentials } from "../../kube/written-kubeconfig";
import { TOKEN_SECONDS, type Account } from "../../live/accounts";
import { isDnsLabel, isDnsSubdomain } from "../../model/kubernetes/names";
import { hasInvisible, printableLine } from "../../model/printable";
import { ACCESS_LEVELS, type AccessLevel } from "../../model/tenant/spec/access-levels";
import { choiceOf, clusterEnvironment } from "../cluster/chosen-cluster";
import { connectionFor, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";
import { commaList, defineCommand, UsageError, wholeSeconds, type Io, type Outcome } from "../command";
import { assertTenant, deployerOf, tokenOf } from "../people/account-token";
import { assertFree, writePrivate } from "../people/private-file";
import { note } from "../printer";

interface Options extends ConnectionOptions {
  readonly level?: AccessLevel;
  readonly serviceAccount?: Account;
  readonly duration?: number;
  readonly oidcIssuer?: string;
  readonly oidcClientId?: string;
  readonly oidcScope?: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
}

const { shortest: SHORTEST_SECONDS, longest: LONGEST_SECONDS, usual: USUAL_SECONDS } = TOKEN_SECONDS;

export const kubeconfig = defineCommand<Options>({
  path: ["kubeconfig"],
  summary: "write a short-lived kubeconfig for a tenant",
  description:
    "Writes a kubeconfig whose default namespace is the tenant's. With --level or --service-account it holds a token of a ServiceAccount, " +
    "which ends by itself; you need the right to create serviceaccounts/token for that account. With --oidc-issuer " +
    "it holds no secret: kubectl signs its user in by the plugin oidc-login.",
  examples: [
    "hikube kubeconfig tenant-shop --level admin --out shop.kubeconfig",
    "hikube kubeconfig tenant-shop --service-account hikube-system/tenant-shop.ci --duration 900 > shop.kubeconfig",
    "hikube kubeconfig tenant-shop --oidc-issuer https://id.example.com/realms/acme --oidc-client-id kubernetes",
  ],
  argument: { notation: "<namespace>", description: "namespace of the tenant" },
  formats: ["yaml"],
  options: [
    ...CONNECTION_OPTIONS,
    {
      flags: "--level <level>",
      description: "a token of the tenant's deployer with this level",
      choices: ACCESS_LEVELS.map(({ level }) => level),
    },
    {
      flags: "--service-account <namespace/name>",
      description: "a token of this account",
      parse: accountOf,
    },
    {
      flags: "--duration <seconds>",
      description: `how long the token lives, from ${SHORTEST_SECONDS} to ${LONGEST_SECONDS} (default: ${USUAL_SECONDS})`,
      parse: durationOf,
    },
    { flags: "--oidc-issuer <url>", description: "sign people in at this identity provider", parse: issuerOf },
    { flags: "--oidc-client-id <id>", description: "the public client there that the cluster accepts", parse: word },
    {
      flags: "--oidc-scope <scope>",
      description: "a further scope to ask for; may be repeated",
      parse: scopesOf,
      repeats: true,
    },
    {
      flags: "--out <file>",
      description: "file to write, for its owner alone (default: standard output)",
      parse: word,
    },
    { flags: "--force", description: "overwrite that file" },
  ],
  async run(options, io, [namespace = ""]) {
    assertNamespace(namespace);
    assertOneWay(options);
    const { out, force = false } = options;
    if (out === undefined && force) throw new UsageError("--force is for --out");
    if (out !== undefined) assertFree(out, force);
    const connection = await connectionFor({}, clusterEnvironment([], choiceOf(options), io.env));
    const credentials = await credentialsOf(options, { connection, namespace, io });
    return written(kubeconfigOf({ connection, namespace, credentials }), options);
  },
});

function written(config: object, { out, force = false }: Options): Outcome {
  const text = stringify(config, { lineWidth: 0 });
  if (out === undefined) return { text: text.trimEnd(), json: config };
  writePrivate(out, text, force);
  return { text: printableLine(`wrote ${out}`), json: { out } };
}

interface Place {
  readonly connection: Connection;
  readonly namespace: string;
  readonly io: Io;
}

async function credentialsOf(options: Options, { connection, namespace, io }: Place): Promise<Credentials> {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcScope: scopes = [], level, serviceAccount } = options;
  const cluster = connect(connection);
  try {
    if (issuer !== undefined && clientId !== undefined) {
      await assertTenant(cluster, namespace).catch((error: unknown) => {
        noteUnasked(error, namespace, io);
      });
      return { kind: "oidc", issuer, clientId, scopes };
    }
    await assertTenant(cluster, namespace);
    const account = serviceAccount ?? (await deployerOf(cluster, namespace, level ?? "admin"));
    const { token, expires } = await tokenOf(cluster, account, options.duration ?? USUAL_SECONDS);
    const title = `${account.namespace}/${account.name}`;
    io.stderr.write(`${printableLine(`the token of ${title} ends at ${expires}`)}\n`);
    return { kind: "token", account: title, token };
  } finally {
    cluster.close();
  }
}

/** One for people takes nothing of the cluster, which may be out of reach from here. */
function noteUnasked(error: unknown, namespace: string, io: Io): void {
  if (!(error instanceof KubeError)) throw error;
  note(io, "cluster-not-asked", `whether ${namespace} is a tenant is not known: ${error.message}`);
}

/** @throws UsageError where it is not clear who the kubeconfig is for */
function assertOneWay({ level, serviceAccount, oidcIssuer, oidcClientId, oidcScope, duration }: Options): void {
  const ways = [level, serviceAccount, oidcIssuer].filter((way) => way !== undefined);
  if (ways.length !== 1)
    throw new UsageError("who is it for? pass one of --level, --service-account and --oidc-issuer");
  if ((oidcIssuer === undefined) !== (oidcClientId === undefined))
    throw new UsageError("--oidc-issuer and --oidc-client-id belong together");
  if (oidcIssuer === undefined && oidcScope !== undefined) throw new UsageError("--oidc-scope is for --oidc-issuer");
  if (oidcIssuer !== undefined && duration !== undefined)
    throw new UsageError(
      "--duration is for tokens of accounts; how long people are signed in, the identity provider decides",
    );
}

function assertNamespace(namespace: string): void {
  if (isDnsLabel(namespace)) return;
  throw new UsageError(`"${namespace}" is not the name of a namespace`);
}

function accountOf(text: string): Account {
  const [namespace = "", name = "", ...rest] = text.split("/");
  if (isDnsLabel(namespace) && isDnsSubdomain(name) && rest.length === 0) return { namespace, name };
  throw new UsageError(`received "${text}"; expected NAMESPACE/NAME, such as hikube-system/tenant-shop.ci`);
}

function durationOf(text: string): number {
  const seconds = wholeSeconds(text);
  if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return seconds;
  throw new UsageError(`received ${text}; expected ${SHORTEST_SECONDS} to ${LONGEST_SECONDS} seconds`);
}

/** Characters of a path that mean nothing to a shell, a YAML file or a plugin's arguments. */
const ISSUER_PATH = /^(\/[\w.~%:@+,=-]+)*\/?$/;

/**
 * An issuer names an identity provider, and nothing else. Kubernetes takes no other one than one by https.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken
 */
function issuerOf(text: string): string {
  if (!hasInvisible(text) && URL.canParse(text)) {
    const { protocol, host, pathname } = new URL(text);
    // Written out again it is the same: no credentials, no query, no fragment, nothing that was mended on the way.
    const isPlain = [`${protocol}//${host}${pathname}`, `${protocol}//${host}`].includes(text);
    if (protocol === "https:" && isPlain && ISSUER_PATH.test(pathname)) return text;
  }
  throw new UsageError(
    `received "${text}"; expected an address by https without user, query and fragment, such as https://id.example.com/realms/acme`,
  );
}

function scopesOf(text: string, previous: unknown): readonly string[] {
  return commaList(word(text), previous);
}

/** One word, which an argument of a plugin and a file's name can be. */
function word(text: string): string {
  if (text.trim() === text && text !== "" && !hasInvisible(text)) return text;
  throw new UsageError(`received "${text}"; expected a text without blanks at its ends and invisible characters`);
}
