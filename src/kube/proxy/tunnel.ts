import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { messageOf } from "../../support/errors";
import { proxyUser } from "./proxy-url";
import { bareHost, socksTunnel, type Target } from "./socks";

/** Authorities for a proxy that is reached by TLS. */
export interface ProxyTrust {
  readonly ca?: string;
  readonly rejectUnauthorized?: boolean;
}

/**
 * Opens a connection to a host through a proxy.
 * @throws Error that names the proxy and says what it answered
 */
export async function openTunnel(proxy: URL, target: Target, trust: ProxyTrust): Promise<Socket> {
  try {
    return await (proxy.protocol.startsWith("socks") ? socksTunnel(proxy, target) : httpTunnel(proxy, target, trust));
  } catch (cause) {
    // Without the password that the address may hold.
    throw new Error(`the proxy ${proxy.protocol}//${proxy.host}: ${messageOf(cause)}`, { cause });
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#name-connect */
function httpTunnel(proxy: URL, { host, port }: Target, trust: ProxyTrust): Promise<Socket> {
  const secure = proxy.protocol === "https:";
  const authority = `${host.includes(":") ? `[${host}]` : host}:${String(port)}`;
  const options = {
    hostname: bareHost(proxy.hostname),
    port: proxy.port || (secure ? 443 : 80),
    method: "CONNECT",
    path: authority,
    headers: { Host: authority, ...authorization(proxy) },
    agent: false as const,
  };
  const call = secure ? httpsRequest({ ...options, ...trust }) : httpRequest(options);
  return new Promise((resolve, reject) => {
    call.once("error", reject);
    // A proxy that knows no CONNECT answers as a server does.
    call.once("response", ({ statusCode }) => {
      call.destroy();
      reject(new Error(`it answered ${String(statusCode)} to CONNECT`));
    });
    call.once("connect", ({ statusCode = 0, statusMessage = "" }, socket: Socket, head: Buffer) => {
      if (statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new Error(`it answered ${String(statusCode)} ${statusMessage} to CONNECT`.replace("  ", " ")));
    });
    call.end();
  });
}

function authorization(proxy: URL): Readonly<Record<string, string>> {
  const user = proxyUser(proxy);
  if (user === undefined) return {};
  return { "Proxy-Authorization": `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}` };
}
