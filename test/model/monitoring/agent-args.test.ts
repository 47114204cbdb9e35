import { logsAgentArgs, platformAgentArgs, podsAgentArgs } from "../../../src/model/monitoring/collection/agent-args";
import { ACME, BETA, OWN, stack } from "./facts";

const valuesOf = (args: readonly string[], flag: string) =>
  args.filter((arg) => arg.startsWith(`-${flag}=`)).map((arg) => arg.slice(flag.length + 2));

test("the vmagent of a stack's pods writes there alone, as itself, and listens to nobody", () => {
  const args = podsAgentArgs(ACME);
  expect(valuesOf(args, "remoteWrite.url")).toEqual(["http://vmauth.tenant-acme-monitoring.svc:8427/api/v1/write"]);
  expect(valuesOf(args, "remoteWrite.bearerTokenFile")).toEqual(["/var/run/secrets/hikube/tenant-acme-monitoring"]);
  expect(valuesOf(args, "httpListenAddr")).toEqual(["127.0.0.1:8429"]);
});

test("neither texts of metrics nor pages of pods leave by the way", () => {
  for (const args of [podsAgentArgs(ACME), platformAgentArgs([ACME])]) {
    expect(args).toContain("-enableMetadata=false");
    expect(args).toContain("-promscrape.suppressScrapeErrors");
    expect(args).toContain("-promscrape.dropOriginalLabels");
    expect(valuesOf(args, "promscrape.kubernetesSDCheckInterval")).toEqual(["5s"]);
  }
});

test("the platform's vmagent has a queue a stack, in the given order", () => {
  const namespaces = (stacks: Parameters<typeof platformAgentArgs>[0]) =>
    valuesOf(platformAgentArgs(stacks), "remoteWrite.bearerTokenFile").map((path) => path.split("/").at(-1));
  const before = [OWN, BETA];
  expect(namespaces(before)).toEqual(["tenant-acme-own-monitoring", "tenant-beta-monitoring"]);
  expect(namespaces([...before, ACME])).toEqual([...namespaces(before), "tenant-acme-monitoring"]);
});

test("every queue has rules, a token and a bound", () => {
  const args = platformAgentArgs([OWN, BETA]);
  for (const flag of ["urlRelabelConfig", "bearerTokenFile", "maxDiskUsagePerURL"]) {
    expect(valuesOf(args, `remoteWrite.${flag}`)).toHaveLength(2);
  }
});

test("vlagent reads the stack's namespaces, believes the runtime's clock and fields, and takes no lines", () => {
  const args = logsAgentArgs(ACME);
  expect(valuesOf(args, "kubernetesCollector.excludeFilter")).toEqual([
    'not "kubernetes.namespace_labels.hikube.cloud/monitoring":="tenant-acme-monitoring"',
  ]);
  expect(valuesOf(args, "kubernetesCollector.streamFields")).toEqual([
    "kubernetes.pod_namespace,kubernetes.pod_name,kubernetes.container_name",
  ]);
  expect(valuesOf(args, "kubernetesCollector.timeField")).toEqual(["-"]);
  expect(valuesOf(args, "remoteWrite.format")).toEqual(["native"]);
  expect(valuesOf(args, "kubernetesCollector.includePodLabels")).toEqual(["false"]);
  expect(args).toContain("-insert.disable");
});

test("a stack in another cluster is reached under its name", () => {
  const far = stack("tenant-acme", { gateway: "https://write.example.ch/" });
  expect(valuesOf(podsAgentArgs(far), "remoteWrite.url")).toEqual(["https://write.example.ch/api/v1/write"]);
  expect(valuesOf(logsAgentArgs(far), "remoteWrite.url")).toEqual(["https://write.example.ch/insert/native"]);
});
