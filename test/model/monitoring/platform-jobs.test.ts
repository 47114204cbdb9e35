import { platformScrapeConfig } from "../../../src/model/monitoring/collection/platform-jobs";
import { remoteWriteRules, stackRules } from "../../../src/model/monitoring/collection/platform-routing";
import type { RelabelRule } from "../../../src/model/monitoring/collection/relabel";
import type { StackRoute } from "../../../src/model/monitoring/collection/stack-route";
import { ACME, BETA, OWN, stack } from "./facts";

/** What the rules make of a series: its labels, or nothing where it is dropped. */
function apply(rules: readonly RelabelRule[], labels: Readonly<Record<string, string>>) {
  let now: Record<string, string> = { ...labels };
  for (const { action, source_labels = [], separator = ";", regex = ".*", target_label = "", replacement } of rules) {
    const matches = (text: string) => new RegExp(`^(?:${regex})$`).test(text);
    const value = source_labels.map((label) => now[label] ?? "").join(separator);
    if (action === "labeldrop") now = Object.fromEntries(Object.entries(now).filter(([name]) => !matches(name)));
    if (action === "keep" && !matches(value)) return undefined;
    if (action === "drop" && matches(value)) return undefined;
    if (action === "replace" && matches(value)) now[target_label] = replacement ?? value;
  }
  return now;
}

const route = (stacks: readonly StackRoute[], namespace?: string) =>
  apply(stackRules(stacks), namespace === undefined ? {} : { namespace })?.stack;

const ALL = [OWN, BETA, ACME];

test.each([
  ["tenant-acme", "tenant-acme-monitoring"],
  ["tenant-acme-web", "tenant-acme-monitoring"],
  ["tenant-acme-web-deep", "tenant-acme-monitoring"],
  ["tenant-acme-own", "tenant-acme-own-monitoring"],
  ["tenant-acme-own-x", "tenant-acme-own-monitoring"],
  ["tenant-acme-owner", "tenant-acme-monitoring"],
  ["tenant-acmes", undefined],
  ["tenant-beta", "tenant-beta-monitoring"],
  ["tenant-betas", undefined],
  ["kube-system", undefined],
  ["x-tenant-beta", undefined],
])("series of %s go to the nearest stack: %s", (namespace, expected) => {
  expect(route(ALL, namespace)).toBe(expected);
});

test("the order of the stacks does not matter to that", () => {
  expect(route([ACME, OWN], "tenant-acme-own-x")).toBe("tenant-acme-own-monitoring");
  expect(route([OWN, ACME], "tenant-acme-own-x")).toBe("tenant-acme-own-monitoring");
});

test("namespaces that were there before go by their whole names, those below them too", () => {
  const stacks = [stack("legacy", { adopted: ["legacy-web"] }), stack("tenant-acme", { adopted: ["old.shop"] })];
  expect(route(stacks, "legacy-web")).toBe("legacy-monitoring");
  expect(route(stacks, "legacy-other")).toBeUndefined();
  expect(route(stacks, "legacy")).toBe("legacy-monitoring");
});

test("what a source says of tenant and stack is replaced", () => {
  const labels = { namespace: "tenant-beta", tenant: "tenant-acme", stack: "tenant-acme-monitoring" };
  expect(apply(stackRules(ALL), labels)).toEqual({
    namespace: "tenant-beta",
    tenant: "tenant-beta",
    stack: "tenant-beta-monitoring",
  });
});

test("what belongs to no namespace goes to stacks with nodes alone", () => {
  const nodes = stack("tenant-ops", { nodes: true });
  expect(apply(stackRules(ALL), { node: "n1" })).toBeUndefined();
  expect(apply(stackRules([...ALL, nodes]), { node: "n1" })).toEqual({ node: "n1" });
  expect(apply(stackRules([...ALL, nodes]), { namespace: "kube-system" })).toBeUndefined();
  expect(apply(remoteWriteRules(nodes), { node: "n1" })).toEqual({ node: "n1" });
  expect(apply(remoteWriteRules(ACME), { node: "n1" })).toBeUndefined();
  expect(apply(remoteWriteRules(nodes), { stack: "tenant-acme-monitoring" })).toBeUndefined();
  expect(apply(remoteWriteRules(ACME), { stack: "tenant-acme-monitoring" })).toBeDefined();
});

interface Job {
  readonly job_name: string;
  readonly honor_labels: boolean;
  readonly honor_timestamps: boolean;
  readonly follow_redirects: boolean;
  readonly metric_relabel_configs: readonly RelabelRule[];
  readonly tls_config?: object;
  readonly bearer_token_file?: string;
}

const jobsOf = (sources: Parameters<typeof platformScrapeConfig>[1] = {}) =>
  (platformScrapeConfig(ALL, sources) as { scrape_configs: readonly Job[] }).scrape_configs;

test("the sources are those of every cluster, and those that are asked for", () => {
  const always = ["kube-state-metrics", "kubelet", "cadvisor", "node-exporter"];
  expect(jobsOf().map(({ job_name }) => job_name)).toEqual(always);
  const exporter = { name: "metallb", namespace: "metallb", podLabels: {}, host: "m.metallb.svc", port: 7472 };
  const more = jobsOf({ kubevirt: "kubevirt", exporters: [exporter] });
  expect(more.map(({ job_name }) => job_name)).toEqual([...always, "kubevirt", "metallb"]);
});

test("every source is followed nowhere, and ends in the rules of the stacks", () => {
  for (const job of jobsOf({ kubevirt: "kubevirt" })) {
    expect(job).toMatchObject({ honor_labels: true, honor_timestamps: false, follow_redirects: false });
    expect(job.metric_relabel_configs.slice(-stackRules(ALL).length)).toEqual(stackRules(ALL));
  }
});

test("the token of the API goes to kubelets alone", () => {
  const withToken = jobsOf({ kubevirt: "kubevirt" }).filter(({ bearer_token_file }) => bearer_token_file !== undefined);
  expect(withToken.map(({ job_name }) => job_name)).toEqual(["kubelet", "cadvisor"]);
  const checked = jobsOf({ verifyKubelets: true }).find(({ job_name }) => job_name === "kubelet");
  expect(checked?.tls_config).toEqual({ ca_file: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt" });
});

test("of control groups outside of pods the node as a whole is kept", () => {
  const rules = jobsOf().find(({ job_name }) => job_name === "cadvisor")!.metric_relabel_configs;
  const kept = (id: string, namespace?: string) =>
    apply([...rules.slice(0, 2)], { id, ...(namespace === undefined ? {} : { namespace }) }) !== undefined;
  expect(kept("/")).toBe(true);
  expect(kept("/system.slice/sshd")).toBe(false);
  expect(kept("/kubepods/x", "tenant-acme")).toBe(true);
});
