import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { freePort } from "../served";
import { Workshop, type RealSource } from "./source";

/** HAProxy with its own metrics, before a server that answers as the path says. */
export async function haproxy(): Promise<RealSource> {
  const workshop = new Workshop();
  const { server, port } = await answering();
  const metrics = await freePort();
  const settings = join(workshop.folder, "haproxy.cfg");
  const front = await workshop.serve("haproxy", (at) => {
    writeFileSync(settings, haproxySettings(at, metrics, port));
    return ["-db", "-f", settings];
  });
  return {
    target: { port: metrics },
    traffic: async () => {
      for (const path of ["200", "404", "500"]) await (await fetch(`${front.url}/${path}`)).text();
    },
    stop: async () => {
      await workshop.stop();
      server.close();
    },
  };
}

function haproxySettings(front: number, metrics: number, server: number): string {
  return `
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend front
  bind 127.0.0.1:${front}
  default_backend back
frontend metrics
  bind 127.0.0.1:${metrics}
  http-request use-service prometheus-exporter if { path /metrics }
backend back
  server one 127.0.0.1:${server} check
`;
}

/** blackbox_exporter that probes a server. */
export async function blackbox(): Promise<RealSource> {
  const workshop = new Workshop();
  const { server, port } = await answering();
  const settings = join(workshop.folder, "blackbox.yml");
  writeFileSync(settings, "modules:\n  http_2xx:\n    prober: http\n    http:\n      preferred_ip_protocol: ip4\n");
  const exporter = await workshop.serve("prometheus-blackbox-exporter", (at) => [
    `--config.file=${settings}`,
    `--web.listen-address=127.0.0.1:${at}`,
  ]);
  return {
    target: {
      port: exporter.port,
      path: "/probe",
      params: { module: "http_2xx", target: `http://127.0.0.1:${port}/200` },
    },
    traffic: () => Promise.resolve(),
    stop: async () => {
      await workshop.stop();
      server.close();
    },
  };
}

/** This machine, by node_exporter. */
export async function node(): Promise<RealSource> {
  const workshop = new Workshop();
  const exporter = await workshop.serve("prometheus-node-exporter", (at) => [`--web.listen-address=127.0.0.1:${at}`]);
  return { target: { port: exporter.port }, traffic: () => Promise.resolve(), stop: () => workshop.stop() };
}

/** A server that answers `/404` with status 404. */
async function answering(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    response.writeHead(Number(request.url?.slice(1)) || 200);
    response.end("answered");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { server, port: (server.address() as AddressInfo).port };
}
