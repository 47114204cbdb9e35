import type { KubeObject } from "../../kubernetes/kube-object";
import { metadataOf } from "../../tenant/objects/metadata";
import { STACK_PORTS } from "../../tenant/objects/stack-policies";
import { gatewayHost } from "../../tenant/resolve/stack";
import type { ExposureSpec } from "../../tenant/spec/monitoring-spec";
import type { MonitoringStack } from "./monitoring-stack";

/** Port of Grafana's Service, as its chart makes it. */
const GRAFANA_SERVICE_PORT = 80;

/** One host and the Service behind it. */
interface Served {
  readonly host: string;
  readonly service: string;
  readonly port: number;
}

/** Ingresses or routes of all hosts of a stack: its Grafana, those of sub-tenants, and the gateway where clusters elsewhere write. */
export function exposureObjects(stack: MonitoringStack): readonly KubeObject[] {
  const { spec } = stack;
  const grafanas: readonly Served[] = [
    { host: spec.host, service: "grafana", port: GRAFANA_SERVICE_PORT },
    ...(spec.grafanas ?? []).map(({ host }, index) => ({
      ...{ host, service: `grafana-${index + 1}`, port: GRAFANA_SERVICE_PORT },
    })),
  ];
  const gateway = (spec.clusters ?? []).length === 0 ? [] : [gatewayOf(spec.host)];
  return [...grafanas, ...gateway].map((served) =>
    spec.exposure.kind === "ingress" ? ingress(served, spec.exposure, stack) : route(served, spec.exposure, stack),
  );
}

function gatewayOf(host: string): Served {
  return { host: gatewayHost(host), service: "gateway", port: STACK_PORTS.gateway };
}

type Ingress = Extract<ExposureSpec, { readonly kind: "ingress" }>;
type Gateway = Extract<ExposureSpec, { readonly kind: "gateway" }>;

/** @see https://kubernetes.io/docs/concepts/services-networking/ingress/ */
function ingress({ host, service, port }: Served, exposure: Ingress, { place }: MonitoringStack): KubeObject {
  const { className, tlsSecret, clusterIssuer } = exposure;
  const metadata = metadataOf(place, service);
  const secretName = tlsSecret ?? `${service}-tls`;
  const tls = tlsSecret === undefined && clusterIssuer === undefined ? {} : { secretName };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      ...metadata,
      ...(clusterIssuer === undefined ? {} : { annotations: { "cert-manager.io/cluster-issuer": clusterIssuer } }),
    },
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      tls: [{ hosts: [host], ...tls }],
      rules: [
        {
          host,
          http: {
            paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: service, port: { number: port } } } }],
          },
        },
      ],
    },
  };
}

/** @see https://gateway-api.sigs.k8s.io/api-types/httproute/ */
function route(
  { host, service, port }: Served,
  { name, namespace, sectionName }: Gateway,
  { place }: MonitoringStack,
): KubeObject {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: metadataOf(place, service),
    spec: {
      parentRefs: [{ name, namespace, ...(sectionName === undefined ? {} : { sectionName }) }],
      hostnames: [host],
      rules: [{ backendRefs: [{ name: service, port }] }],
    },
  };
}
