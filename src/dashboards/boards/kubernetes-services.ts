import { NONE_EXPECTED, query, row, series, stacked, stat, table } from "../build/panels";
import { count, max, of, orZero, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

const SLICE = ["tenant", "endpointslice"];

const endpoints = (by: readonly string[], ready: boolean) =>
  sum(by, of("kube_endpointslice_endpoints", `ready="${ready}"`));

/** Services and what stands behind them. */
export function kubernetesServices(): BoardSpec {
  return {
    group: "kubernetes",
    uid: "hikube-kubernetes-services",
    title: "Kubernetes / Services",
    description: "Services, their endpoints and the workloads that stand behind them.",
    rows: [services(), workloads()],
  };
}

function services(): RowSpec {
  return row(
    "Services",
    stat(
      ["Services", "Services of the chosen tenants.", "count"],
      [query("services", `count(${of("kube_service_info")})`)],
    ),
    stat(
      ["Ingresses", "Ingresses of the chosen tenants.", "count"],
      [query("ingresses", orZero(`count(${of("kube_ingress_info")})`))],
    ),
    stat(
      ["Load balancers with an address", "Addresses that load balancers were given.", "count"],
      [query("addresses", orZero(`count(${of("kube_service_status_load_balancer_ingress")})`))],
    ),
    stat(
      ["Endpoints not ready", "Pods behind a service that do not serve. Look at their readiness probes.", "count"],
      [query("not ready", orZero(endpoints([], false)))],
      { limits: NONE_EXPECTED },
    ),
    stacked(
      ["Services by type", "How services are reached; each LoadBalancer costs an address.", "count"],
      [query("{{type}}", count(["type"], of("kube_service_spec_type")))],
    ),
    series(
      ["Endpoints ready", "Share of the endpoints of each slice that serve. At 0 the service is down.", "share"],
      [
        query(
          "{{tenant}} {{endpointslice}}",
          top(ratio(endpoints(SLICE, true), sum(SLICE, of("kube_endpointslice_endpoints")))),
        ),
      ],
      { limits: [1, 0.5] },
    ),
    table(
      ["Endpoint slices", "How many endpoints serve and how many do not, service by service.", "count"],
      [query("Ready", endpoints(SLICE, true)), query("Not ready", endpoints(SLICE, false), { limits: NONE_EXPECTED })],
    ),
  );
}

function workloads(): RowSpec {
  const deployment = ["tenant", "deployment"];
  const available = sum(deployment, of("kube_deployment_status_replicas_available"));
  const wanted = sum(deployment, of("kube_deployment_spec_replicas"));
  const stateful = ["tenant", "statefulset"];
  const ready = sum(stateful, of("kube_statefulset_status_replicas_ready"));
  return row(
    "Workloads behind them",
    series(
      ["Deployments available", "Share of the wanted replicas that are available.", "share"],
      [query("{{tenant}} {{deployment}}", top(ratio(available, wanted)))],
      { limits: [1, 0.5] },
    ),
    series(
      ["StatefulSets ready", "Share of the wanted replicas that are ready.", "share"],
      [query("{{tenant}} {{statefulset}}", top(ratio(ready, sum(stateful, of("kube_statefulset_replicas")))))],
      { limits: [1, 0.5] },
    ),
    series(
      [
        "Autoscalers at their most",
        "1: the autoscaler may add no further replica. Raise its maximum, or look why it needs them.",
        "share",
      ],
      [
        query(
          "{{tenant}} {{horizontalpodautoscaler}}",
          ratio(
            max(["tenant", "horizontalpodautoscaler"], of("kube_horizontalpodautoscaler_status_current_replicas")),
            max(["tenant", "horizontalpodautoscaler"], of("kube_horizontalpodautoscaler_spec_max_replicas")),
          ),
        ),
      ],
      { limits: [0.9, 1] },
    ),
    series(
      ["Traffic of pods", "Bytes that the pods of a tenant receive and send.", "bytesPerSecond"],
      [
        query("{{tenant}} received", top(sum(["tenant"], rate("container_network_receive_bytes_total")))),
        query("{{tenant}} sent", top(sum(["tenant"], rate("container_network_transmit_bytes_total")))),
      ],
    ),
    series(
      ["Jobs failed", "Jobs that gave up.", "count"],
      [query("{{tenant}}", sum(["tenant"], of("kube_job_status_failed")))],
      { limits: NONE_EXPECTED },
    ),
  );
}
