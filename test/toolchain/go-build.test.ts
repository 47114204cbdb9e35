import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TOOLS } from "../../src/toolchain/catalogue";
import { MONITORING_TOOLS } from "../../src/toolchain/monitoring-tools";
import { parseChecksum } from "../../src/toolchain/download";
import { buildArguments, isAtLeast } from "../../src/toolchain/go-build";
import { packageRoot } from "../../src/support/package-root";

test("the three of Kubernetes are built in one go, with the version that clients compare", () => {
  const args = buildArguments(TOOLS.kubernetes, "/tools/kubernetes", "/out");
  expect(args.slice(-4)).toEqual([
    "/out/",
    "k8s.io/kubernetes/cmd/kube-apiserver",
    "k8s.io/kubernetes/cmd/kube-controller-manager",
    "k8s.io/kubernetes/cmd/kube-scheduler",
  ]);
  expect(args).toContain("-mod=readonly");
  expect(args.join(" ")).toContain("-X k8s.io/component-base/version.gitVersion=v1.35.4 ");
});

test("etcd is named after itself and not after its package", () => {
  const args = buildArguments(TOOLS.etcd, "/tools/etcd", "/out");
  expect(args.slice(-2)).toEqual(["/out/etcd", "go.etcd.io/etcd/server/v3"]);
});

test("Helm tells its own version, and charts the Kubernetes of the client that its go.mod pins", () => {
  const flags = buildArguments(TOOLS.helm, "/tools/helm", "/out").join(" ");
  expect(flags).toContain(`-X helm.sh/helm/v3/internal/version.version=v${TOOLS.helm.version} `);
  const pins = readFileSync(join(packageRoot(), "tools", "helm", "go.mod"), "utf8");
  const minor = /k8s\.io\/client-go v0\.(\d+)\./.exec(pins)?.[1] ?? "none";
  expect(flags).toContain(`chartutil.k8sVersionMinor=${minor} `);
});

const MODULES = {
  etcd: "go.etcd.io/etcd/server/v3",
  helm: "helm.sh/helm/v3",
  kubernetes: "k8s.io/kubernetes",
  opentofu: "github.com/opentofu/opentofu",
  victorialogs: "github.com/VictoriaMetrics/VictoriaLogs",
  victoriametrics: "github.com/VictoriaMetrics/VictoriaMetrics",
};

const ALL = [...Object.values(TOOLS), ...Object.values(MONITORING_TOOLS)];

test.each(ALL)("the version of $title is the one that its go.mod pins", ({ module, version }) => {
  const text = readFileSync(join(packageRoot(), "tools", module, "go.mod"), "utf8");
  expect(text).toMatch(new RegExp(`${MODULES[module]} v${version.replaceAll(".", "\\.")}( |$)`, "m"));
});

test.each([
  ["1.26.8", "1.26.6", true],
  ["1.27rc1", "1.26.6", true],
  ["1.25.9", "1.26.6", false],
  ["1.9", "1.25.0", false],
  ["1.26", "1.26.6", false],
])("Go %s for a module that wants %s: %s", (found, wanted, enough) => {
  expect(isAtLeast(found, wanted)).toBe(enough);
});

describe("a checksum file", () => {
  const sum = "a".repeat(64);

  test("may be a lone sum", () => {
    expect(parseChecksum(`${sum}\n`, "kube-apiserver")).toBe(sum);
  });

  test("may list many files", () => {
    expect(parseChecksum(`${"b".repeat(64)}  other\n${sum}  etcd.tar.gz\n`, "etcd.tar.gz")).toBe(sum);
  });

  test.each(["", "<html>", `${"b".repeat(64)}  x\n${"c".repeat(64)}  y\n`])("without the file is refused", (text) => {
    expect(() => parseChecksum(text, "etcd.tar.gz")).toThrow("no SHA-256 published for etcd.tar.gz");
  });
});
