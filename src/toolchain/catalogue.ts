/** Name of an executable that a control plane consists of. */
export type ControlPlaneBinary = "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler";

/** Name of an executable of the monitoring stack. */
export type MonitoringBinary = "victoria-metrics" | "vmagent" | "vmalert" | "vmauth" | "victoria-logs" | "vlagent";

/** Name of an executable that the sandbox runs. */
export type BinaryName = ControlPlaneBinary | MonitoringBinary | "tofu" | "helm";

/** Executables that come from one place and are of one version. */
export interface Tool {
  /** Folder of its `go.mod` under `tools/`. */
  readonly module: "etcd" | "helm" | "kubernetes" | "opentofu" | "victorialogs" | "victoriametrics";
  /** For people, e.g. `Kubernetes`. */
  readonly title: string;
  readonly version: string;
  readonly binaries: readonly BinaryName[];
  readonly build: GoBuild;
  readonly release: Release;
}

/** How the Go compiler is called; the same flags find the same objects in Go's build cache. */
export interface GoBuild {
  /** Package of each binary, in the order of `binaries`. */
  readonly packages: readonly string[];
  readonly tags?: string;
  readonly ldflags: string;
}

/** Where a project publishes its builds for Linux. */
export interface Release {
  /** Address under which `files` lie. */
  readonly base: string;
  readonly files: (version: string, arch: "amd64" | "arm64") => readonly ReleaseFile[];
}

/**
 * One binary in a file to download, with the file that says what its SHA-256 must be. A file with several binaries is
 * downloaded once.
 */
export interface ReleaseFile {
  readonly path: string;
  readonly checksums: string;
  /** The binary in it: the file itself, or a member of the archive under whatever name. */
  readonly binary: BinaryName;
  /** Path in the `.tar.gz`. @default - the file is the binary */
  readonly member?: string;
}

const KUBERNETES = "1.35.4";
const KUBERNETES_BINARIES = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;
const KUBERNETES_VERSION_PACKAGE = "k8s.io/component-base/version";

const kubernetes: Tool = {
  module: "kubernetes",
  title: "Kubernetes",
  version: KUBERNETES,
  binaries: KUBERNETES_BINARIES,
  build: {
    packages: KUBERNETES_BINARIES.map((name) => `k8s.io/kubernetes/cmd/${name}`),
    tags: "grpcnotrace,notest",
    // Without a version the server calls itself v0.0.0-master, and clients that compare versions misbehave.
    ldflags: `-s -w ${Object.entries({
      gitVersion: `v${KUBERNETES}`,
      gitMajor: "1",
      gitMinor: "35",
      gitCommit: "modules",
      buildDate: "1970-01-01T00:00:00Z",
    })
      .map(([name, value]) => `-X ${KUBERNETES_VERSION_PACKAGE}.${name}=${value}`)
      .join(" ")}`,
  },
  release: {
    base: "https://dl.k8s.io",
    files: (version, arch) =>
      KUBERNETES_BINARIES.map((binary) => {
        const path = `v${version}/bin/linux/${arch}/${binary}`;
        return { binary, path, checksums: `${path}.sha256` };
      }),
  },
};

const etcd: Tool = {
  module: "etcd",
  title: "etcd",
  version: "3.6.14",
  binaries: ["etcd"],
  build: { packages: ["go.etcd.io/etcd/server/v3"], ldflags: "-s -w" },
  release: {
    base: "https://github.com/etcd-io/etcd/releases/download",
    files: (version, arch) => {
      const folder = `etcd-v${version}-linux-${arch}`;
      const path = `v${version}/${folder}.tar.gz`;
      return [{ binary: "etcd", path, checksums: `v${version}/SHA256SUMS`, member: `${folder}/etcd` }];
    },
  },
};

const opentofu: Tool = {
  module: "opentofu",
  title: "OpenTofu",
  version: "1.12.6",
  binaries: ["tofu"],
  build: {
    packages: ["github.com/opentofu/opentofu/cmd/tofu"],
    ldflags: "-s -w -X github.com/opentofu/opentofu/version.dev=no",
  },
  release: {
    base: "https://github.com/opentofu/opentofu/releases/download",
    files: (version, arch) => {
      const path = `v${version}/tofu_${version}_linux_${arch}.tar.gz`;
      return [{ binary: "tofu", path, checksums: `v${version}/tofu_${version}_SHA256SUMS`, member: "tofu" }];
    },
  },
};

const HELM = "3.19.5";
/** Minor version of the Kubernetes client that Helm is built with: what charts are told without a cluster. */
const HELM_KUBERNETES_MINOR = "34";

const helm: Tool = {
  module: "helm",
  title: "Helm",
  version: HELM,
  binaries: ["helm"],
  build: {
    packages: ["helm.sh/helm/v3/cmd/helm"],
    ldflags: `-s -w ${Object.entries({
      "internal/version.version": `v${HELM}`,
      "pkg/chartutil.k8sVersionMajor": "1",
      "pkg/chartutil.k8sVersionMinor": HELM_KUBERNETES_MINOR,
      "pkg/lint/rules.k8sVersionMajor": "1",
      "pkg/lint/rules.k8sVersionMinor": HELM_KUBERNETES_MINOR,
    })
      .map(([name, value]) => `-X helm.sh/helm/v3/${name}=${value}`)
      .join(" ")}`,
  },
  release: {
    base: "https://get.helm.sh",
    files: (version, arch) => {
      const path = `helm-v${version}-linux-${arch}.tar.gz`;
      return [{ binary: "helm", path, checksums: `${path}.sha256sum`, member: `linux-${arch}/helm` }];
    },
  },
};

/** The tools by the name of their module. */
export const TOOLS = { etcd, helm, kubernetes, opentofu } as const;
