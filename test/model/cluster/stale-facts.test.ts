import { staleFacts, staleText, unreadFacts, type FoundFacts } from "../../../src/model/cluster/stale-facts";
import { CLUSTER } from "../tenants";

const KEY = { kty: "RSA", kid: "a", n: "AQAB", e: "AQAB" };
const FILE = { ...CLUSTER, serviceAccounts: { ...CLUSTER.serviceAccounts, keys: [KEY] } };
const LIVE: FoundFacts = JSON.parse(JSON.stringify(FILE)) as FoundFacts;

function told(found: FoundFacts, file = FILE): readonly string[] {
  return staleFacts(file, found).map(staleText);
}

test("a file that says what the cluster is has nothing stale", () => {
  expect(told(LIVE)).toEqual([]);
});

test("what could not be read is not compared", () => {
  expect(told({})).toEqual([]);
  expect(told({ serviceAccounts: { issuer: FILE.serviceAccounts.issuer, keys: [KEY] } })).toEqual([]);
});

test("what is declared and could not be read is named, each with what reads it", () => {
  const unread = (found: FoundFacts, file = FILE) => unreadFacts(file, found).map(({ fact }) => fact);
  expect(unread(LIVE)).toEqual([]);
  expect(unread({})).toEqual([
    "version",
    "podCidrs",
    "serviceCidrs",
    "nodeCidrs",
    "apiServer",
    "dns",
    "serviceAccounts",
  ]);
  const { issuer } = FILE.serviceAccounts;
  const accounts = { ...FILE.serviceAccounts, audiences: ["a"], extendsMountedTokens: false };
  const file = { ...FILE, serviceAccounts: accounts, nodeTunnelCidrs: ["10.244.1.0/32"] };
  expect(unread({ ...LIVE, serviceAccounts: { issuer, keys: [KEY] } }, file)).toEqual([
    "nodeTunnelCidrs",
    "serviceAccounts.audiences",
    "serviceAccounts.extendsMountedTokens",
  ]);
});

test("a block that holds far more than the API server is told, one of its subnet is not", () => {
  const told24 = (cidr: string) => told({ apiServer: FILE.apiServer }, withServer([cidr]));
  const [address = ""] = FILE.apiServer.cidrs[0]?.split("/") ?? [];
  expect(told24(`${address.replace(/\d+$/, "0")}/24`)).toEqual([]);
  expect(told24(`${address.replace(/\d+\.\d+$/, "0.0")}/16`)).toEqual([
    expect.stringMatching(/^apiServer\.cidrs: \S+\/16 holds far more than the API server's addresses/),
  ]);
  const wide = withServer(["0.0.0.0/0"]);
  expect(told({ apiServer: wide.apiServer }, wide)).toEqual([]);
});

function withServer(cidrs: readonly string[]): typeof FILE {
  return { ...FILE, apiServer: { ...FILE.apiServer, cidrs } };
}

test("ranges may be wider than what is in use, and a patch is no new version", () => {
  const file = {
    ...FILE,
    version: "v1.35.1",
    nodeCidrs: ["10.0.0.0/8"],
    apiServer: { cidrs: ["10.1.2.0/24"], port: 6443 },
  };
  const found = { version: "v1.35.9", nodeCidrs: ["10.1.2.3/32"], apiServer: { cidrs: ["10.1.2.3/32"], port: 6443 } };
  expect(told(found, file)).toEqual([]);
});

test.each<[string, FoundFacts, RegExp]>([
  ["another minor", { version: "v1.36.0" }, /^version: the file says v1\.35\S*, the cluster v1\.36\.0$/],
  [
    "a node beside the range",
    { nodeCidrs: ["198.51.100.7/32"] },
    /^nodeCidrs: the cluster uses 198\.51\.100\.7\/32, which is not in/,
  ],
  ["pods beside the range", { podCidrs: ["fd00::/64"] }, /^podCidrs: the cluster uses fd00::\/64, which is not in/],
  [
    "another port",
    { apiServer: { ...FILE.apiServer, port: 443 } },
    /^apiServer\.port: the file says \d+, the cluster 443$/,
  ],
  [
    "other labels of DNS",
    { dns: { ...FILE.dns, podLabels: { app: "dns" } } },
    /^dns\.podLabels: .*cluster \{"app":"dns"\}$/,
  ],
  [
    "another issuer",
    { serviceAccounts: { issuer: "https://b", keys: [KEY] } },
    /^serviceAccounts\.issuer: .* the cluster https:\/\/b$/,
  ],
])("%s is one fact", (_, found, line) => {
  expect(told(found)).toEqual([expect.stringMatching(line)]);
});

test("an API server that moved is two: where it is, and where none is any more", () => {
  const found = { apiServer: { ...FILE.apiServer, cidrs: ["198.51.100.7/32"] } };
  expect(told(found)).toEqual([
    expect.stringMatching(/^apiServer\.cidrs: the cluster uses 198\.51\.100\.7\/32/),
    expect.stringMatching(/^apiServer\.cidrs: no API server is in .* any more$/),
  ]);
});

test("keys that came and keys that went are named", () => {
  const keys = [{ ...KEY, kid: "b" }];
  expect(told({ serviceAccounts: { issuer: FILE.serviceAccounts.issuer, keys } })).toEqual([
    "serviceAccounts.keys: the API server signs with key b, not in the file",
    "serviceAccounts.keys: the API server no longer has key a",
  ]);
});

describe("DNS at addresses", () => {
  const dns = { ...FILE.dns, cidrs: ["169.254.20.10/32"] };

  test("is stale where the cluster answers at another one", () => {
    expect(told({ dns })).toEqual([expect.stringMatching(/^dns\.cidrs: the cluster uses 169\.254\.20\.10\/32/)]);
    expect(told({ dns }, { ...FILE, dns })).toEqual([]);
  });

  const resolver = { cidrs: ["169.254.169.254/32"] };

  test("may be known that cannot be read: it is not compared", () => {
    expect(told({ dns: FILE.dns }, { ...FILE, dns })).toEqual([]);
    expect(unreadFacts({ ...FILE, dns }, { ...LIVE, dns: FILE.dns })).toMatchObject([{ fact: "dns.cidrs" }]);
    expect(unreadFacts({ ...FILE, dns }, { ...LIVE, dns })).toEqual([]);
  });

  test("alone is stale where the cluster answers in pods, and tells of no such address", () => {
    const file = { ...FILE, dns: resolver };
    expect(told({ dns: FILE.dns }, file)).toEqual([
      "dns: the file names addresses alone, and the cluster's DNS answers in pods",
    ]);
    expect(told({ dns: { ...FILE.dns, ...resolver } }, file)).toEqual([]);
  });
});

test("ends of tunnels are stale only where the file knows of them", () => {
  const nodeTunnelCidrs = ["10.244.1.0/32"];
  expect(told({ nodeTunnelCidrs })).toEqual([]);
  expect(told({ nodeTunnelCidrs }, { ...FILE, nodeTunnelCidrs: ["10.244.2.0/32"] })).toEqual([
    expect.stringMatching(/^nodeTunnelCidrs: the cluster uses 10\.244\.1\.0\/32/),
  ]);
});
