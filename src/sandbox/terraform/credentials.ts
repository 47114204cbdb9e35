import { connectionOf } from "../../kube-provider/connection";
import { isSameServer, type Connection } from "../../kube/connection";
import { loadConnection } from "../../kube/kubeconfig";
import { environmentFor } from "../../support/cluster-environment";
import { SandboxError } from "../../support/errors";
import { kubeconfigOf } from "../pki/paths";
import { readState } from "../state/state";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that say who somebody is, without a kubeconfig. */
const IDENTITIES = ["KUBE_TOKEN", "KUBE_USER", "KUBE_CLIENT_CERT_DATA"];

/** Whether an environment means the sandbox's administrator, and nothing of its cluster variables was changed. */
export function isOwnEnvironment(directory: string, env: Environment): boolean {
  const own = Object.entries(environmentFor(kubeconfigOf(directory)));
  // Without a KUBECONFIG there is only what is said for terraform.
  return own.every(
    ([name, value]) => (env[name] ?? "") === value || (name === "KUBECONFIG" && (env[name] ?? "") === ""),
  );
}

/**
 * An environment in a sandbox, with what somebody said in it in place of what the sandbox did. The sandbox names its
 * administrator twice, for kubectl and for terraform's providers: a `KUBECONFIG` of one's own is meant for both, and a token
 * is meant alone, where the API server would take the administrator's certificate first.
 */
export function settledEnvironment(directory: string | undefined, env: Environment): Environment {
  const own = (directory ?? "") === "" ? undefined : kubeconfigOf(directory ?? "");
  if (own === undefined || env.KUBE_CONFIG_PATH !== own) return env;
  const kubeconfig = env.KUBECONFIG ?? "";
  // The sandbox names no list of kubeconfigs: who does means these.
  if ((env.KUBE_CONFIG_PATHS ?? "") !== "") return { ...env, KUBE_CONFIG_PATH: "" };
  if (kubeconfig !== "" && kubeconfig !== own) return { ...env, KUBE_CONFIG_PATH: "", KUBE_CONFIG_PATHS: kubeconfig };
  if (IDENTITIES.every((name) => (env[name] ?? "") === "")) return env;
  const { server, ca = "" } = loadConnection({ path: own });
  return { KUBE_HOST: server, KUBE_CLUSTER_CA_CERT_DATA: ca, ...withoutEmpty(env), KUBE_CONFIG_PATH: "" };
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

/**
 * To be called before anything is written in a sandbox: credentials of one's own may be of another cluster.
 * @throws SandboxError `bad-option` where they lead elsewhere
 * @throws ConnectionError where they cannot be read, e.g. a context that does not exist
 */
export function assertOwnCluster(directory: string, env: Environment): void {
  const own = readState(directory)?.server;
  if (own === undefined || isOwnEnvironment(directory, env)) return;
  const named = connectionIn(env);
  if (named === undefined || isSameServer(named.server, own)) return;
  throw new SandboxError(
    "bad-option",
    `these credentials are of the cluster ${named.server}, and this runs in the sandbox at ${own}; take credentials of the ` +
      "sandbox, or run it outside of the sandbox",
  );
}

/**
 * Variables of a shell that lead to the sandbox, as somebody who is not its administrator. Those of other clusters, which a
 * shell has for other work, are not taken along.
 */
export function credentialsFor(server: string, env: Environment): Environment {
  const named = readable(env);
  if (named === undefined || !isSameServer(named.server, server)) return {};
  const given = Object.keys(environmentFor("")).map((name) => [name, env[name] ?? ""] as const);
  const {
    KUBECONFIG: kubeconfig = "",
    KUBE_CONFIG_PATH: one = "",
    KUBE_CONFIG_PATHS: several = "",
    KUBE_HOST: host = "",
  } = env;
  const isForTerraform = [one, several, host].some((value) => value !== "");
  return {
    ...Object.fromEntries(given),
    ...(isForTerraform ? { KUBECONFIG: one || several || kubeconfig } : { KUBE_CONFIG_PATHS: kubeconfig }),
  };
}

function readable(env: Environment): Connection | undefined {
  try {
    return connectionIn(env);
  } catch {
    return undefined; // Of another time, or for something else.
  }
}

/** Where the variables of terraform's providers lead, else those of kubectl. */
function connectionIn(env: Environment): Connection | undefined {
  return connectionOf({}, env) ?? ((env.KUBECONFIG ?? "") === "" ? undefined : loadConnection({ env }));
}
