import { readFileSync } from "node:fs";
import { isBearer } from "../kube/bearer";
import { expandHome } from "../kube/kubeconfig";
import { proxyFault } from "../kube/proxy/proxy-url";
import { show } from "../model/issue";
import { hasControls } from "../model/printable";
import type { Path } from "../plugin";
import type { Value, ValueRecord } from "../plugin/value";
import { messageOf } from "../support/errors";
import { argument, configPaths, serverUrl, VARIABLES, type Argument, type Environment } from "./connection";
import { listOf, textOf } from "./values";

/** Where a fault is, and what it is. */
export type ConnectionFault = readonly [path: Path, fault: string];

type Text = (name: Argument) => string;

/** The faults of a provider block that are seen before the first call, by attribute. */
export function configurationFaults(config: ValueRecord, environment: Environment): readonly ConnectionFault[] {
  const text = (name: Argument): string => argument(name, config, environment);
  const proxy = proxyFault(text("proxy_url") || "http://none");
  return [
    ...pathFaults(config, environment),
    ...hostFaults(text("host")),
    ...(proxy === undefined ? [] : [[["proxy_url"], `'proxy_url': ${proxy}`] as const]),
    ...pemFaults(text),
    ...credentialFaults(text),
  ];
}

function pemFaults(text: Text): readonly ConnectionFault[] {
  const names = ["cluster_ca_certificate", "client_certificate", "client_key"] as const;
  return names
    .filter((name) => text(name) !== "" && !text(name).includes("-----BEGIN "))
    .map((name) => [[name], `'${name}' is not a valid PEM encoded ${name.includes("key") ? "key" : "certificate"}`]);
}

const FORMS = "expected https://ADDRESS:PORT or http://ADDRESS:PORT, e.g. https://10.0.0.1:6443";

function hostFaults(host: string): readonly ConnectionFault[] {
  return host === "" || isUrl(host) ? [] : [[["host"], `'host' is not a valid URL: ${show(host)}; ${FORMS}`]];
}

/** The real provider takes `name:port` for a URL, but neither a bare name nor an address with a port. */
function isUrl(host: string): boolean {
  const isOther = /^[a-z][a-z0-9+.-]*:\/\//i.test(host) && !/^https?:/.test(host);
  return !isOther && /^([a-z][a-z0-9+.-]*:|\/)/i.test(host) && URL.canParse(serverUrl(host, {}));
}

/** What no header can carry would fail at the first call, as a fault of the program. Their texts are not shown. */
function credentialFaults(text: Text): readonly ConnectionFault[] {
  const [token, user, password] = [text("token"), text("username"), text("password")];
  const faults: [Argument, boolean, string][] = [
    ["token", token === "" || isBearer(token), "characters that no token has"],
    ["username", !hasControls(user) && !user.includes(":"), "control characters, or a colon"],
    ["password", !hasControls(password), "control characters"],
  ];
  return faults
    .filter(([, isGood]) => !isGood)
    .map(([name, , what]) => [
      [name],
      `'${name}' (or ${VARIABLES[name]}) has ${what}, such as the line break at the end of a file: write trimspace(file("…"))`,
    ]);
}

function pathFaults(config: ValueRecord, environment: Environment): readonly ConnectionFault[] {
  const isSingle = argument("config_path", config, environment) !== "";
  const given = listOf(config.config_paths);
  if (isSingle || given.length === 0)
    return configPaths(config, environment).flatMap((path) =>
      unreadable(path, ["config_path"], named(config, isSingle)),
    );
  return given.flatMap((path, index) => pathFault(path, ["config_paths", index]));
}

/** What the paths were given by. */
function named({ config_path: given }: ValueRecord, isSingle: boolean): string {
  if (textOf(given) !== "") return "'config_path'";
  return isSingle ? VARIABLES.config_path : "KUBE_CONFIG_PATHS";
}

function pathFault(path: Value, place: Path): readonly ConnectionFault[] {
  if (textOf(path) !== "") return unreadable(expandHome(textOf(path)), place, "'config_paths'");
  const received = path === null ? "null" : "an empty text";
  return [[place, `'config_paths' has ${received} among its paths: expected the path of a kubeconfig`]];
}

function unreadable(path: string, place: Path, name: string): readonly ConnectionFault[] {
  try {
    readFileSync(path);
    return [];
  } catch (error) {
    return [[place, `${name} refers to an invalid path: ${show(path)}: ${messageOf(error)}`]];
  }
}
