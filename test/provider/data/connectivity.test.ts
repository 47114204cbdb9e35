import { wayThrough } from "../../../src/provider/data/connectivity";
import type { Network } from "../../../src/provider/data/survey";
import { CLUSTER, tenantSnapshot } from "../../connectivity/tenant-snapshot";

const live = tenantSnapshot();
const network: Network = { snapshot: { ...live, pods: [] }, foreign: { objects: [], unread: [] } };
const ask = (from: string, to: string, port?: number) =>
  wayThrough({ from, to, ...(port === undefined ? {} : { port }) }, network, CLUSTER);

test("pods that are to come are judged, too", () => {
  expect(ask("ingress", "tenant-live-bank", 8080).verdict).toBe("allow");
  expect(ask("tenant-live", "tenant-play", 80).verdict).toBe("deny");
  expect(ask("tenant-play", "internet", 443).verdict).toBe("allow");
});

test("addresses and blocks are ends", () => {
  expect(ask("tenant-play", "8.8.8.8", 443).verdict).toBe("allow");
  expect(ask("tenant-play", "169.254.169.254", 80).verdict).toBe("deny");
  expect(ask("2001:4860::/32", "tenant-live", 443).verdict).toBe("deny");
});

test("what is no end is refused with those that are", () => {
  expect(() => ask("tenant-plya", "internet")).toThrow(/There is no "tenant-plya"/);
  expect(() => ask("internet", "metadata")).toThrow(/Nothing is known of a way from internet to metadata/);
});

test("a namespace of the name of a place is the namespace, and the place has another name", () => {
  const namespaces = [...live.namespaces, { name: "internet" }];
  const named = { ...network, snapshot: { ...live, namespaces, pods: [] } };
  const way = (to: string) => wayThrough({ from: "tenant-play", to, port: 443 }, named, CLUSTER).verdict;
  expect([way("internet"), way("internet (outside)")]).toEqual(["deny", "allow"]);
});

test("policies that are not judged are named, and what accepting ones open counts", () => {
  const spec = {
    tier: "Admin",
    subject: { namespaces: {} },
    ingress: [{ action: "Accept", from: [{ namespaces: {} }] }],
    egress: [{ action: "Accept", to: [{ namespaces: {} }] }],
  };
  const apiVersion = "policy.networking.k8s.io/v1alpha2";
  const objects = [
    { apiVersion, kind: "ClusterNetworkPolicy", metadata: { name: "office" }, spec },
    { apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: { name: "x", namespace: "tenant-live" } },
  ];
  const way = wayThrough(
    { from: "tenant-live", to: "tenant-play", port: 80 },
    { ...network, foreign: { objects, unread: [] } },
    CLUSTER,
  );
  expect(way).toMatchObject({ verdict: "allow", notJudged: ["CiliumNetworkPolicy tenant-live/x"] });
});
