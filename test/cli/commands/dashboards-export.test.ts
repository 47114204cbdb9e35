import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hikube, hikubeJson, inFolder } from "../call";

inFolder({});

const EXPORT = ["dashboards", "export", "boards"];

it("writes a file for each board into a folder for its group", async () => {
  const { code, out, err } = await hikube(...EXPORT);
  expect([code, err]).toEqual([0, ""]);
  const files = out.trimEnd().split("\n");
  expect(files).toContain("boards/kubernetes/hikube-kubernetes-pods.json");
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  expect(readdirSync("boards").sort()).toEqual([
    ...["applications", "databases", "kubernetes", "logs", "network", "overview", "storage", "virtual-machines"],
  ]);
});

it("writes JSON that can be read and compared, the same each time", async () => {
  const file = "boards/logs/hikube-logs.json";
  await hikube(...EXPORT, "--group", "logs");
  const text = readFileSync(file, "utf8");
  expect(JSON.parse(text)).toMatchObject({ uid: "hikube-logs", title: "Logs" });
  expect(text).toMatch(/^\{\n {2}"/);
  await hikube(...EXPORT, "--group", "logs");
  expect(readFileSync(file, "utf8")).toBe(text);
});

it("writes the groups, sources and rows that are asked for", async () => {
  const said = await hikubeJson(
    ...EXPORT,
    "--group",
    "applications,storage",
    "--group",
    "kubernetes",
    "--application",
    "envoy",
  );
  const { dashboards } = said as { dashboards: { file: string; uid: string; title: string; folder: string }[] };
  expect(dashboards.map(({ uid }) => uid)).toEqual([
    "hikube-kubernetes-cluster",
    "hikube-kubernetes-nodes",
    "hikube-kubernetes-pods",
    "hikube-kubernetes-services",
    "hikube-applications-performance",
    "hikube-applications-errors",
    "hikube-storage-buckets",
    "hikube-storage-volumes",
  ]);
  expect(dashboards[4]).toEqual({
    file: "boards/applications/hikube-applications-performance.json",
    uid: "hikube-applications-performance",
    title: "Applications / Performance",
    folder: "Applications",
  });
  const textOf = (uid: string) => readFileSync(dashboards.find((each) => each.uid === uid)?.file ?? "", "utf8");
  expect(textOf("hikube-applications-performance")).toContain("envoy_cluster_upstream_rq_total");
  expect(textOf("hikube-applications-performance")).not.toContain("haproxy");
  expect(textOf("hikube-kubernetes-nodes")).not.toContain("node_cpu_seconds_total");
  await hikube(...EXPORT, "--nodes");
  expect(textOf("hikube-kubernetes-nodes")).toContain("node_cpu_seconds_total");
});

it("refuses groups that there are not, and writes nothing", async () => {
  const { code, err } = await hikube(...EXPORT, "--group", "logs,kubernets");
  expect(code).toBe(2);
  expect(err).toContain('--group: received "kubernets"; expected "overview", "kubernetes", ');
  expect(err).toContain('did you mean "kubernetes"?');
  expect(existsSync("boards")).toBe(false);
});

it("says why it cannot write", async () => {
  writeFileSync("boards", "a file");
  const { code, err } = await hikube(...EXPORT);
  expect(code).toBe(2);
  expect(err).toMatch(/^hikube: <folder>: boards cannot be written: .* \[unwritable-path\]$/m);
});
