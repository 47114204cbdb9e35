import { parseAddress, parseCidr } from "../../model/kubernetes/address-set";
import { ConnectionError } from "../connection-error";
import { proxyFault } from "./proxy-url";

/**
 * The proxy that an environment names for an address, as kubectl and Terraform read it: `HTTPS_PROXY` or `HTTP_PROXY` by
 * the address's scheme, but for what `NO_PROXY` names. This machine itself is never reached through one.
 *
 * @returns nothing where the way is direct
 * @throws ConnectionError for a proxy that cannot be used
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
export function environmentProxy(
  server: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const secure = protocol === "https:";
  const variable = secure ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = either(env, variable);
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const target = { host, port: port === "" ? (secure ? "443" : "80") : port };
  if (proxy === "" || isLoopback(host)) return undefined;
  if (entriesOf(either(env, "NO_PROXY")).some((entry) => isExcepted(entry, target))) return undefined;
  return usable(proxy.includes("://") ? proxy : `http://${proxy}`, variable);
}

function usable(proxy: string, variable: string): string {
  const fault = proxyFault(proxy);
  if (fault !== undefined) throw new ConnectionError(`${variable}: ${fault}`);
  return proxy;
}

function either(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const [large, small] = [env[name] ?? "", env[name.toLowerCase()] ?? ""];
  return large === "" ? small : large;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || isWithin(host, "127.0.0.0/8");
}

function entriesOf(list: string): readonly string[] {
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
}

interface Target {
  readonly host: string;
  readonly port: string;
}

/** One entry: `*`, a block of addresses, or an address or name, with a port or without. */
function isExcepted(entry: string, { host, port }: Target): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isWithin(host, entry);
  const [, name = entry, only = port] =
    /^\[?(.*?)\]?:([0-9]+)$/.exec(parseAddress(entry) === undefined ? entry : "") ?? [];
  return only === port && isNamed(host, name.replace(/^\*\./, "."));
}

function isWithin(host: string, block: string): boolean {
  const [range, address] = [parseCidr(block), parseAddress(host)];
  return range !== undefined && address !== undefined && range.start <= address && address < range.end;
}

/** A name stands for those below it too; one that begins with a dot, for those alone. */
function isNamed(host: string, name: string): boolean {
  return host === name || host.endsWith(name.startsWith(".") ? name : `.${name}`);
}
