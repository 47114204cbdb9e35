import { listOf, recordOf, textOf } from "../../kube-provider/values";
import { DiagnosticError, type ValueRecord } from "../../plugin";
import type { Driver, HelmSettings, Registry } from "./client";
import { unsupported } from "./unsupported";

type Environment = NodeJS.ProcessEnv;

/** What of the provider block, else of the environment, concerns Helm itself. @throws DiagnosticError for what is not served */
export function settingsOf(config: ValueRecord, environment: Environment): HelmSettings {
  const text = (name: string): string | undefined =>
    [textOf(config[name]), environment[`HELM_${name.toUpperCase()}`] ?? ""].find((given) => given !== "");
  return {
    driver: driverOf(text("helm_driver") ?? environment.HELM_DRIVER ?? ""),
    debug: config.debug === true || environment.HELM_DEBUG === "true",
    burstLimit: numberOf("burst_limit", config, environment),
    qps: numberOf("qps", config, environment),
    pluginsPath: text("plugins_path"),
    repositoryConfigPath: text("repository_config_path"),
    repositoryCache: text("repository_cache"),
    registryConfigPath: text("registry_config_path"),
    registries: listOf(config.registries).map(recordOf).map(registryOf),
  };
}

function driverOf(name: string): Driver {
  if (["", "secret", "secrets"].includes(name)) return "secret";
  if (name === "configmap" || name === "configmaps") return "configmap";
  throw unsupported(`the helm_driver "${name}"`, "Releases are kept in Secrets or ConfigMaps.", ["helm_driver"]);
}

function numberOf(name: "burst_limit" | "qps", config: ValueRecord, environment: Environment): number | undefined {
  const given = config[name];
  if (typeof given === "number") return given;
  const text = environment[`HELM_${name.toUpperCase()}`] ?? "";
  if (text === "") return undefined;
  if (Number.isFinite(Number(text))) return Number(text);
  throw new DiagnosticError(`Invalid value of HELM_${name.toUpperCase()}`, `"${text}" is no number.`, [name]);
}

function registryOf({ url, username, password }: ValueRecord): Registry {
  return { url: textOf(url), username: textOf(username), password: textOf(password) };
}
