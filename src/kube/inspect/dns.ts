import type { DnsFacts } from "../../model/cluster/cluster-facts";
import type { DnsPods } from "../../model/cluster/dns-facts";
import { listIn, objectIn, textsIn } from "../../model/json";
import { hostCidr } from "../../model/kubernetes/cidr";
import { slicesOf } from "./endpoints";
import { unique, type Reader } from "./reader";

/** Where distributions put the DNS Service. */
const DNS_SERVICES = [
  ["kube-system", "kube-dns"],
  ["kube-system", "coredns"],
  ["kube-system", "rke2-coredns-rke2-coredns"],
  ["openshift-dns", "dns-default"],
] as const;

interface DnsServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly DnsPort[];
}

interface DnsPort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

/**
 * Pods behind the DNS Service, and addresses that answer and are no pods.
 * @param given - addresses that the user knows: those of a cloud's resolver cannot be read
 */
export async function dnsFacts(reader: Reader, given: readonly string[] = []): Promise<DnsFacts | undefined> {
  const [pods, cached] = [await dnsPodFacts(reader), await cacheAddresses(reader)];
  const cidrs = unique([...given, ...cached]);
  if (pods === undefined && cidrs.length === 0) return undefined;
  return { ...pods, ...(cidrs.length === 0 ? {} : { cidrs }) };
}

/** The DNS Service's selector and the ports of the pods behind it. */
async function dnsPodFacts(reader: Reader): Promise<DnsPods | undefined> {
  for (const [namespace, name] of DNS_SERVICES) {
    const service = await reader.get({ apiVersion: "v1", kind: "Service", namespace, name });
    const spec = service?.spec as DnsServiceSpec | undefined;
    if (spec?.selector === undefined) continue;
    const queried = (spec.ports ?? []).filter(({ port }) => port === 53);
    const ports = await podPorts(reader, [namespace, name], queried);
    if (ports.length > 0) return { namespace, podLabels: spec.selector, ports };
  }
  return undefined;
}

/** A named target port is a number only behind the Service. */
async function podPorts(
  reader: Reader,
  [namespace, name]: readonly [string, string],
  ports: readonly DnsPort[],
): Promise<readonly number[]> {
  const slices = await slicesOf(reader, namespace, name);
  const behind = slices.flatMap((slice) => slice.ports ?? []);
  const numbers = ports.flatMap(({ name: portName, port, targetPort = port }) =>
    typeof targetPort === "number"
      ? [targetPort]
      : behind.filter((candidate) => candidate.name === portName).flatMap((candidate) => candidate.port ?? []),
  );
  return [...new Set(numbers)].sort((left, right) => left - right);
}

/** NodeLocal DNSCache, as Kubernetes, GKE and Kubespray name it. */
const NODE_CACHE = { apiVersion: "apps/v1", kind: "DaemonSet", namespace: "kube-system" };
const NODE_CACHE_NAMES = ["node-local-dns", "nodelocaldns"];

/**
 * Addresses at which a cache on each node answers. It takes over that of the DNS Service too, whose packets then reach no pod.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
 */
async function cacheAddresses(reader: Reader): Promise<readonly string[]> {
  const caches = await Promise.all(NODE_CACHE_NAMES.map((name) => reader.get({ ...NODE_CACHE, name })));
  const containers = caches.flatMap((cache) =>
    listIn(objectIn(objectIn(objectIn(cache?.spec).template).spec).containers).map(objectIn),
  );
  return containers.flatMap(({ command, args }) => localAddresses([...textsIn(command), ...textsIn(args)]));
}

const FLAG = /^--?localip(?:=(.*))?$/;

/** Of `-localip 169.254.20.10,10.96.0.10`, in each form that Go's flags have. What is not filled in is no address. */
function localAddresses(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const flag = FLAG.exec(word);
    const value = flag === null ? "" : (flag[1] ?? words[index + 1] ?? "");
    return value.split(",").flatMap((address) => hostCidr(address.trim()) ?? []);
  });
}
