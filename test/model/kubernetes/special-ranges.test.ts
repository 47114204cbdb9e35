import { faultsOf, pathOf } from "../tenants";

const PORTS = [{ protocol: "TCP", port: 80 }];

/** Addresses of clouds and nodes that no rule may name: metadata, name and time servers, credentials. */
const NEVER = [
  ...["169.254.169.254/32", "169.254.169.253/32", "169.254.169.123/32", "169.254.170.2/32", "169.254.20.10/32"],
  ...["168.63.129.16/32", "100.100.100.200/32", "100.100.2.136/32", "192.0.0.192/32", "169.254.0.0/17"],
  ...["fd00:ec2::254/128", "fd00:ec2::253/128", "fd00:ec2::123/128", "fd00:ec2::23/128", "fd00:ec2::/32"],
  ...["fd00:ec2:1::/48", "fd20:ce::254/128", "fd00:42::42/128", "fd00:c1::a9fe:a9fe/128", "fd00:a9fe:a9fe::1/128"],
  ...[
    "fe80::a9fe:a9fe/128",
    "::ffff:169.254.169.254/128",
    "64:ff9b::a9fe:a9fe/128",
    "2002:a9fe:a9fe::/48",
    "127.0.0.1/32",
  ],
];

/** Private networks of a company, which a rule may name. */
const PRIVATE = ["10.20.0.0/16", "192.168.7.0/24", "100.64.9.0/24", "fd12:3456::/48", "fd20:1::/48", "8.8.8.8/32"];

const network = (cidrs: readonly string[]) => ({
  egress: [{ toCidrs: cidrs, ports: PORTS }],
  allowedEgress: [{ toCidrs: cidrs, ports: PORTS }],
  expose: [{ fromCidrs: cidrs, ports: PORTS }],
});

test.each(NEVER)("%s is not named by any rule of a tenant", (cidr) => {
  expect(faultsOf({ name: "a", network: network([cidr]) }).map(pathOf)).toEqual([
    "a.network.expose[0].fromCidrs[0]",
    "a.network.egress[0].toCidrs[0]",
    "a.network.allowedEgress[0].toCidrs[0]",
  ]);
});

test("private networks may be named", () => {
  expect(faultsOf({ name: "a", network: network(PRIVATE) })).toEqual([]);
});
