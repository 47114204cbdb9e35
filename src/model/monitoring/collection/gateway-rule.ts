import type { ClusterFacts } from "../../cluster/cluster-facts";
import { knownCluster } from "../../cluster/known-cluster";
import { issueUnless, show, type Issue, type Path } from "../../issue";
import { isRecord } from "../../json";
import { isPort } from "../../tenant/spec/network-faults";
import { containsCidr, hostCidr, parseCidr } from "../../kubernetes/cidr";

const GATEWAY =
  /^https:\/\/(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?)(?::([1-9][0-9]{0,4}))?(\/[-a-zA-Z0-9._~/]*)?$/;

/**
 * The gateway of a stack in another cluster. Its collectors send their token there: over TLS alone, and to the
 * internet, which is all that their policies open. What a name stands for is not known here.
 */
export function gatewayRule(
  stack: unknown,
  path: Path,
  cluster: ClusterFacts,
  isKnown: (value: unknown) => boolean,
): readonly Issue[] {
  const gateway = isRecord(stack) ? stack.gateway : undefined;
  if (gateway === undefined || !isKnown(gateway)) return [];
  const at = [...path, "gateway"];
  const [, host = "", , port = 443] = (typeof gateway === "string" ? GATEWAY.exec(gateway) : null) ?? [];
  if (host === "" || !isPort(Number(port))) {
    return [
      {
        path: at,
        code: "invalid-format",
        message: "not the URL of a gateway in another cluster",
        received: show(gateway),
        expected: `a URL with https, such as "https://gateway.grafana.example.ch"`,
        hint: "a stack of this cluster has no `gateway`; elsewhere the collectors' token must not travel in clear",
      },
    ];
  }
  return issueUnless(isReached(host.replace(/^\[|\]$/g, ""), cluster), at, () => ({
    code: "forbidden-cidr",
    message: "the collectors' policies do not reach this address",
    received: show(gateway),
    expected: "a name, or an address of the internet",
    hint: "serve the gateway under an address of the internet: private ranges and the cluster's own are closed to collectors",
  }));
}

function isReached(host: string, cluster: ClusterFacts): boolean {
  const block = hostCidr(host);
  const address = block === undefined ? undefined : parseCidr(block);
  return address === undefined || !knownCluster(cluster).elsewhere.some((range) => containsCidr(range, address));
}
