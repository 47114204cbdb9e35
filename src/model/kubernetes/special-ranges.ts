/** A range with its meaning. */
export interface SpecialRange {
  readonly cidr: string;
  readonly what: string;
  /** No rule may name it: it is the node, its cloud's metadata, or a detour to either. */
  readonly never: boolean;
}

/**
 * Addresses that are not the internet, though `0.0.0.0/0` and `::/0` hold them: private and shared networks, the
 * host itself, metadata services, and the ranges that translate into any of these.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry/
 */
export const SPECIAL_RANGES: readonly SpecialRange[] = [
  { cidr: "0.0.0.0/8", what: "this host", never: true },
  { cidr: "10.0.0.0/8", what: "private", never: false },
  { cidr: "100.64.0.0/10", what: "shared address space, pods of many clouds", never: false },
  { cidr: "100.100.2.136/32", what: "Alibaba's name service", never: true },
  { cidr: "100.100.2.138/32", what: "Alibaba's name service", never: true },
  { cidr: "100.100.100.200/32", what: "Alibaba's metadata service", never: true },
  { cidr: "127.0.0.0/8", what: "loopback", never: true },
  { cidr: "168.63.129.16/32", what: "Azure's platform address", never: true },
  { cidr: "169.254.0.0/16", what: "link-local, cloud metadata", never: true },
  { cidr: "172.16.0.0/12", what: "private", never: false },
  { cidr: "192.0.0.0/24", what: "protocol assignments, Oracle's metadata", never: true },
  { cidr: "192.0.2.0/24", what: "documentation", never: false },
  { cidr: "192.88.99.0/24", what: "6to4 relay", never: true },
  { cidr: "192.168.0.0/16", what: "private", never: false },
  { cidr: "198.18.0.0/15", what: "benchmarking", never: false },
  { cidr: "198.51.100.0/24", what: "documentation", never: false },
  { cidr: "203.0.113.0/24", what: "documentation", never: false },
  { cidr: "224.0.0.0/4", what: "multicast", never: true },
  { cidr: "240.0.0.0/4", what: "reserved, broadcast", never: true },
  // Kubernetes reads an IPv4-mapped block as IPv4 and refuses it as an exception; the larger block holds it.
  { cidr: "::/64", what: "unspecified, loopback, IPv4 written as IPv6", never: true },
  { cidr: "64:ff9b::/96", what: "translation to IPv4 (NAT64)", never: true },
  { cidr: "64:ff9b:1::/48", what: "translation to IPv4, local use", never: true },
  { cidr: "100::/64", what: "discard", never: false },
  { cidr: "2001::/23", what: "protocol assignments, Teredo", never: true },
  { cidr: "2001:db8::/32", what: "documentation", never: false },
  { cidr: "2002::/16", what: "6to4", never: true },
  { cidr: "3fff::/20", what: "documentation", never: false },
  { cidr: "5f00::/16", what: "segment routing", never: false },
  { cidr: "fc00::/7", what: "private, cloud metadata", never: false },
  { cidr: "fd00:42::/32", what: "Scaleway's metadata service", never: true },
  { cidr: "fd00:c1::/32", what: "Oracle's metadata service", never: true },
  // Metadata, name and time servers, credentials of pods: one address after the other was added.
  { cidr: "fd00:ec2::/32", what: "Amazon's metadata and other services of its machines", never: true },
  { cidr: "fd00:a9fe::/32", what: "Akamai's metadata service", never: true },
  { cidr: "fd20:ce::/48", what: "Google's metadata service", never: true },
  { cidr: "fe80::/10", what: "link-local", never: true },
  { cidr: "fec0::/10", what: "site-local", never: true },
  { cidr: "ff00::/8", what: "multicast", never: true },
];
