/** Schemes of proxies that kubectl knows. @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster */
const SCHEMES = ["http:", "https:", "socks5:", "socks5h:"];

/** What is wrong with the address of a proxy. @returns nothing where it can be used */
export function proxyFault(url: string): string | undefined {
  if (!URL.canParse(url)) return "it is not an address such as http://192.0.2.1:3128";
  const { protocol } = new URL(url);
  return SCHEMES.includes(protocol)
    ? undefined
    : `proxies of the scheme ${protocol.slice(0, -1)} are not supported; expected http, https or socks5`;
}

/** Name and password that stand in the address of a proxy. */
export function proxyUser({
  username,
  password,
}: URL): { readonly name: string; readonly password: string } | undefined {
  if (username === "") return undefined;
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}
