import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { systemCode } from "../../../src/support/errors";
import { STACK_LABEL } from "../../../src/model/monitoring/collection/names";
import { ADDRESS_ANNOTATION } from "../../../src/sandbox/nodes/pod-status";

/** A namespace whose metrics and logs go to a stack; to none, where it is not named. */
export function tenantNamespace(name: string, stack?: string): KubeObject {
  const labels: Record<string, string> = stack === undefined ? {} : { [STACK_LABEL]: stack };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

export interface PodOptions {
  readonly address?: string;
  readonly port?: number | string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly containerPorts?: readonly number[];
  readonly node?: string;
}

export function tenantPod(namespace: string, name: string, options: PodOptions = {}): KubeObject {
  const { address, port, annotations = {}, labels = {}, containerPorts = [], node } = options;
  const scrape: Record<string, string> =
    port === undefined ? {} : { "prometheus.io/scrape": "true", "prometheus.io/port": String(port) };
  const place: Record<string, string> = address === undefined ? {} : { [ADDRESS_ANNOTATION]: address };
  const ports = containerPorts.map((containerPort) => ({ containerPort }));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels, annotations: { ...scrape, ...place, ...annotations } },
    spec: {
      ...(node === undefined ? {} : { nodeName: node }),
      automountServiceAccountToken: false,
      containers: [{ name: "main", image: "example.com/app:1", ports }],
    },
  };
}

/** What pods answer, each at an address of loopback of its own. */
export class Endpoints {
  readonly #servers: Server[] = [];
  /** Paths that were asked for, by address. */
  readonly asked: Record<string, string[]> = {};
  readonly #network = `127.${20 + (process.pid % 200)}`;
  #next = 0;

  constructor(readonly port = 9100) {}

  /** An address that answers so. */
  async serve(answer: RequestListener | string, port = this.port): Promise<string> {
    const listener = typeof answer === "string" ? text(answer) : answer;
    for (;;) {
      const address = this.address();
      const server = createServer((request, response) => {
        (this.asked[address] ??= []).push(request.url ?? "");
        listener(request, response);
      });
      if (!(await listens(server, port, address))) continue;
      this.#servers.push(server);
      return address;
    }
  }

  /** An address that nobody listens at. */
  address(): string {
    this.#next += 1;
    return `${this.#network}.${Math.floor(this.#next / 250)}.${1 + (this.#next % 250)}`;
  }

  close(): void {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}

/** Whether nobody else has the address, such as the same tests beside these. */
async function listens(server: Server, port: number, address: string): Promise<boolean> {
  try {
    await once(server.listen(port, address), "listening");
    return true;
  } catch (error) {
    if (systemCode(error) === "EADDRINUSE") return false;
    throw error;
  }
}

function text(body: string): RequestListener {
  return (_request, response) => {
    response.end(body);
  };
}
