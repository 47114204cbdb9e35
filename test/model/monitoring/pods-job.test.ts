import { podsScrapeConfig } from "../../../src/model/monitoring/collection/pods-job";
import { NOT_OF_PODS, OWN_LABELS } from "../../../src/model/monitoring/collection/relabel";
import { ACME } from "./facts";

interface Rule {
  readonly action: string;
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly target_label?: string;
}

const { scrape_configs } = podsScrapeConfig(ACME) as { scrape_configs: readonly Record<string, unknown>[] };
const job = scrape_configs[0]!;
const rules = job.relabel_configs as readonly Rule[];

test("nothing of vmagent's defaults is left that lets a pod write elsewhere, in time or in place", () => {
  expect(scrape_configs).toHaveLength(1);
  expect(job).toMatchObject({
    honor_labels: false,
    honor_timestamps: false,
    follow_redirects: false,
    max_scrape_size: "256KB",
    sample_limit: 2000,
    series_limit: 5000,
    label_limit: 40,
  });
});

test("pods are the only source, with the labels of their namespace", () => {
  expect(job.kubernetes_sd_configs).toEqual([{ role: "pod", attach_metadata: { namespace: true } }]);
});

test("no credential goes to a pod", () => {
  expect(Object.keys(job).filter((key) => /auth|token|tls|header/.test(key))).toEqual([]);
});

test("the label of the namespace alone routes, as a whole", () => {
  expect(rules[0]).toEqual({
    action: "keep",
    source_labels: ["__meta_kubernetes_namespace_label_hikube_cloud_monitoring"],
    regex: "tenant-acme-monitoring",
  });
});

test("labels that vmagent takes its settings from are written from forms of a port, a path and a scheme alone", () => {
  const settings = rules.filter(({ target_label = "" }) => target_label.startsWith("__"));
  expect(settings.map(({ target_label }) => target_label)).toEqual([
    "__address__",
    "__address__",
    "__metrics_path__",
    "__scheme__",
  ]);
  expect(rules.some(({ action }) => action === "labelmap")).toBe(false);
});

test.each([
  ["/metrics", true],
  ["/a/b-c.d_e~f", true],
  ["/../../x?y=1", false],
  ["/x#@other/", false],
  ["http://other/", false],
  ["//other", true],
  ["", false],
])("the path %j counts: %s", (path, counts) => {
  const { regex } = rules.find(({ target_label }) => target_label === "__metrics_path__")!;
  expect(new RegExp(`^(?:${regex})$`).test(path)).toBe(counts);
});

test.each([
  ["10.0.0.1;9100", true],
  ["10.0.0.1;9100@other:80", false],
  ["10.0.0.1;other:80", false],
  ["fd00::1;9100", true],
  ["10.0.0.1;9100/../x", false],
])("an address and a port %j count: %s", (text, counts) => {
  const forms = rules.filter(({ target_label }) => target_label === "__address__");
  expect(forms.some(({ regex }) => new RegExp(`^(?:${regex})$`).test(text))).toBe(counts);
});

test("whose a series is comes from its namespace and its pod", () => {
  const written = rules.filter(({ target_label = "__" }) => !target_label.startsWith("__"));
  expect(written.map(({ target_label, source_labels }) => [target_label, source_labels])).toEqual([
    ["tenant", ["__meta_kubernetes_namespace"]],
    ["namespace", ["__meta_kubernetes_namespace"]],
    ["stack", ["__meta_kubernetes_namespace_label_hikube_cloud_monitoring"]],
    ["pod", ["__meta_kubernetes_pod_name"]],
    ["instance", ["__meta_kubernetes_pod_name", "__meta_kubernetes_pod_annotation_prometheus_io_port"]],
  ]);
  expect(job.metric_relabel_configs).toEqual([...OWN_LABELS, NOT_OF_PODS]);
});

test.each<[string, boolean]>([
  ["kube_resourcequota", true],
  ["container_memory_working_set_bytes", true],
  ["kubelet_volume_stats_used_bytes", true],
  ["kubevirt_vmi_info", true],
  ["ALERTS", true],
  ["ALERTS_FOR_STATE", true],
  ["http_requests_total", false],
  ["node_cpu_seconds_total", false],
  ["my_kube_pod_info", false],
  ["ALERTS_of_mine", false],
])("a pod that sends what the platform or the alerts say is not believed: %s", (name, isDropped) => {
  expect(new RegExp(`^(?:${NOT_OF_PODS.regex})$`).test(name)).toBe(isDropped);
});
