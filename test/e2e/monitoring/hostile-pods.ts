import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { tenantPod, type Endpoints, type PodOptions } from "./tenants";

/** The tenant that attacks, its sub-tenant beside it, and the neighbour, each with the stack of its metrics. */
export const [ATTACKER, SIBLING, VICTIM] = ["tenant-a", "tenant-a-web", "tenant-b"] as const;
export const [OWN_STACK, OTHER_STACK] = ["tenant-a-monitoring", "tenant-b-monitoring"] as const;

/** Each line tries to be of another pod, tenant or stack, or of another time. */
const SPOOFS = `
# HELP leaked_help PASSWORD-OF-A
# TYPE leaked_help counter
leaked_help 1
m1{tenant="${VICTIM}",namespace="${VICTIM}",stack="${OTHER_STACK}",pod="victim",instance="victim:1",job="pods"} 1
m2{stack="${OTHER_STACK}",stack="${OTHER_STACK}",tenant="${VICTIM}",tenant="${VICTIM}"} 1
m3{stack="",stack="${OTHER_STACK}",tenant="",tenant="${VICTIM}"} 1
m4{exported_stack="x",stack="${OTHER_STACK}",stack="${OTHER_STACK}",exported_tenant="y",tenant="${VICTIM}"} 1
m5{"stack"="${OTHER_STACK}","stack"="${OTHER_STACK}","tenant"="${VICTIM}","tenant"="${VICTIM}"} 1
{"m6","stack"="${OTHER_STACK}","stack"="${OTHER_STACK}"} 1
m7{__true_stack="${OTHER_STACK}",__true_tenant="${VICTIM}",stack="${OTHER_STACK}",stack="${OTHER_STACK}"} 1
m8{__tenant_id__="7",vm_account_id="7",vm_project_id="7",__address__="10.0.0.1:1",__stack__="${OTHER_STACK}"} 1
m9{stack="${OTHER_STACK}\\n",stack="a|${OTHER_STACK}"} 1
m10{__name__="up",tenant="${VICTIM}",tenant="${VICTIM}",stack="${OTHER_STACK}",stack="${OTHER_STACK}"} 0
m11{tenant="${SIBLING}",tenant="${SIBLING}",namespace="${SIBLING}",namespace="${SIBLING}"} 1
up 0
up{tenant="${VICTIM}"} 0
scrape_samples_scraped 999
`;

const DAY = 86_400_000;

const redirect =
  (to: string, status: number): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { location: to });
    response.end();
  };

/** Megabytes, until the other side has enough. */
const endless: RequestListener = (_request, response) => {
  response.write("endless_before 1\n");
  const chunk = `endless{x="${"y".repeat(1000)}"} 1\n`.repeat(200);
  let rest = 200;
  const more = () => {
    while (rest > 0) {
      rest -= 1;
      if (!response.write(chunk)) {
        response.once("drain", more);
        return;
      }
    }
    response.end();
  };
  response.on("error", () => undefined);
  more();
};

/** A line every moment, and never an end. */
const dripping: RequestListener = (_request, response) => {
  response.write("dripping_before 1\n");
  const timer = setInterval(() => response.write("drip 1\n"), 200);
  response.on("close", () => {
    clearInterval(timer);
  });
};

const lines = (count: number, line: (index: number) => string) =>
  `${Array.from({ length: count }, (_, index) => line(index)).join("\n")}\n`;

/** What hostile pods are made of. */
export interface HostilePods {
  readonly pods: readonly KubeObject[];
  /** Addresses that the collector is expected to ask, by the pod's name. */
  readonly targets: Readonly<Record<string, string>>;
  /** Address of the neighbour's pod, and of what stands for a cloud's metadata service. */
  readonly victim: string;
  readonly metadata: string;
  /** How many series the churning pod has shown. */
  readonly churned: () => number;
}

/** Starts what they answer. */
export async function hostilePods(endpoints: Endpoints, storage: string): Promise<HostilePods> {
  const { port } = endpoints;
  const victim = await endpoints.serve("secret_of_b 42\n");
  const sibling = await endpoints.serve("only_of_web 1\n");
  const metadata = await endpoints.serve("cloud_token 1\n");
  const pods: KubeObject[] = [
    tenantPod(VICTIM, "victim", { address: victim, port }),
    tenantPod(SIBLING, "web", { address: sibling, port }),
  ];
  const targets: Record<string, string> = {};
  const add = async (name: string, answer: RequestListener | string, options: PodOptions = {}) => {
    const address = await endpoints.serve(answer);
    targets[name] = address;
    pods.push(tenantPod(ATTACKER, name, { address, port, ...options }));
  };
  let churned = 0;

  await add("spoofs", SPOOFS);
  await add("future", (_request, response) =>
    response.end(`future 1 ${Date.now() + DAY}\npast 1 ${Date.now() - 20 * DAY}\n`),
  );
  await add("redirect-pod", redirect(`http://${victim}:${port}/metrics`, 302));
  await add("redirect-metadata", redirect(`http://${metadata}:${port}/latest`, 307));
  await add("redirect-storage", redirect(`http://${storage}/federate?match[]={__name__!=%22%22}`, 308));
  await add("endless", endless);
  const bomb = gzipSync(Buffer.concat([Buffer.from("bomb_before 1\n"), Buffer.alloc(50_000_000, "a")]));
  await add("bomb", (_request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(bomb);
  });
  await add("dripping", dripping);
  await add(
    "flood",
    lines(3000, (index) => `flood{i="${index}"} 1`),
  );
  await add("churn", (_request, response) => {
    const page = lines(1500, (index) => `churn{i="${churned + index}"} 1`);
    churned += 1500;
    response.end(page);
  });
  await add("wide", `wide{${Array.from({ length: 100 }, (_, index) => `l${index}="v"`).join(",")}} 1\nwide_ok 1\n`);
  await add("headers", (_request, response) => {
    response.setHeader("x-long", "y".repeat(8000));
    response.end("headers_before 1\n");
  });
  await add("long-value", `long_before 1\nlong_value{x="${"y".repeat(1_000_000)}"} 1\n`);
  await add("tall-value", `tall_before 1\ntall_value{x="${"y".repeat(100_000)}"} 1\n`);
  await add("error", (_request, response) => {
    response.statusCode = 500;
    response.end(`error_before 1\n# ${"y".repeat(200_000)}\n`);
  });
  await add("noise", `noise_before 1\n${"x\n".repeat(50_000)}`);
  await add("many-ports", "many_ports 1\n", {
    containerPorts: Array.from({ length: 100 }, (_, index) => 2000 + index),
  });
  await add("tenant-b.victim", "confusing_name 1\n");
  await add(
    "platform",
    [
      'kube_resourcequota{resource="requests.cpu",type="hard"} 1',
      'forged{__name__="kube_pod_info"} 1',
      'forged{__name__="a",__name__="container_forged"} 1',
      'ALERTS{alertname="Forged",alertstate="firing"} 1',
      "beside_the_platform 1\n",
    ].join("\n"),
  );
  await add("labelled", "labelled 1\n", { labels: FOREIGN, annotations: FOREIGN });
  await add("odd-path", "odd_path 1\n", { annotations: { "prometheus.io/path": `/../x?y=1#@${victim}:${port}/` } });
  await add("absolute-path", "absolute_path 1\n", {
    annotations: { "prometheus.io/path": `http://${victim}:${port}/metrics` },
  });
  await add("parameters", "parameters 1\n", {
    annotations: {
      "prometheus.io/param_target": `${victim}:${port}`,
      "prometheus.io/param-target": victim,
      "prometheus.io/scheme": `https://${victim}/`,
    },
  });
  for (const [name, odd] of Object.entries(oddPorts(victim, port))) {
    pods.push(tenantPod(ATTACKER, name, { address: endpoints.address(), port: odd }));
  }
  return { pods, targets, victim, metadata, churned: () => churned };
}

const FOREIGN = { "hikube.cloud/monitoring": OTHER_STACK, "hikube.cloud/tenant": VICTIM };

/** Ports that are none, which make no target. */
function oddPorts(victim: string, port: number): Readonly<Record<string, string>> {
  return {
    "port-user": `${port}@${victim}:${port}`,
    "port-host": `${victim}:${port}`,
    "port-path": `${port}/../x`,
    "port-zero": "0",
    "port-long": "999999",
  };
}
