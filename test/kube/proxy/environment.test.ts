import { environmentProxy } from "../../../src/kube/proxy/environment";

const PROXY = "http://192.0.2.1:3128";
const FAR = "https://api.prod.example.ch:6443";

test.each<readonly [string, string, Readonly<Record<string, string>>, string | undefined]>([
  ["nothing is named", FAR, {}, undefined],
  ["by the scheme", FAR, { HTTPS_PROXY: PROXY, HTTP_PROXY: "http://other" }, PROXY],
  [
    "by the scheme of plain HTTP",
    "http://api.example.ch",
    { HTTPS_PROXY: PROXY, HTTP_PROXY: "http://other" },
    "http://other",
  ],
  ["in small letters", FAR, { https_proxy: PROXY }, PROXY],
  ["capitals first", FAR, { HTTPS_PROXY: PROXY, https_proxy: "http://other" }, PROXY],
  ["an empty text is none", FAR, { HTTPS_PROXY: "" }, undefined],
  ["without a scheme", FAR, { HTTPS_PROXY: "proxy:3128" }, "http://proxy:3128"],
  ["by socks", FAR, { HTTPS_PROXY: "socks5://proxy:1080" }, "socks5://proxy:1080"],
  ["never to this machine", "https://127.0.0.1:6443", { HTTPS_PROXY: PROXY }, undefined],
  ["nor by its name", "https://localhost:6443", { HTTPS_PROXY: PROXY }, undefined],
  ["nor by IPv6", "https://[::1]:6443", { HTTPS_PROXY: PROXY }, undefined],
])("%s", (_case, server, env, proxy) => {
  expect(environmentProxy(server, env)).toBe(proxy);
});

test.each([
  ["*", FAR, true],
  ["api.prod.example.ch", FAR, true],
  ["example.ch", FAR, true],
  [".example.ch", FAR, true],
  ["*.example.ch", FAR, true],
  [" a.b , Example.CH ", FAR, true],
  ["example.ch:6443", FAR, true],
  ["example.ch:443", FAR, false],
  ["ample.ch", FAR, false],
  [".api.prod.example.ch", FAR, false],
  ["", FAR, false],
  ["10.0.0.0/8", "https://10.9.8.7", true],
  ["10.1.2.3/8", "https://10.9.8.7", true],
  ["10.0.0.0/8", "https://11.0.0.1", false],
  ["10.0.0.0/8", FAR, false],
  ["10.9.8.7", "https://10.9.8.7", true],
  ["10.9.8.7:443", "https://10.9.8.7", true],
  ["10.9.8.7:80", "https://10.9.8.7", false],
  ["fd00::/8", "https://[fd00::1]:6443", true],
  ["fd00::1", "https://[fd00::1]:6443", true],
  ["[fd00::1]:6443", "https://[fd00::1]:6443", true],
  ["fd00::2", "https://[fd00::1]:6443", false],
])("NO_PROXY=%j keeps %s off the proxy: %j", (list, server, isDirect) => {
  expect(environmentProxy(server, { HTTPS_PROXY: PROXY, NO_PROXY: list })).toBe(isDirect ? undefined : PROXY);
});

test.each(["ftp://proxy", "http://"])("a proxy that is none is named with its variable: %s", (proxy) => {
  expect(() => environmentProxy(FAR, { HTTPS_PROXY: proxy })).toThrow(/^HTTPS_PROXY: /);
});
