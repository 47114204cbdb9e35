/** The direction of imports; the reasons stand in CONTRIBUTING.md. */
const onlyTo = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: "^(src|constructs|examples|test|bench)/", pathNot: allowed },
});

const onlyToInCli = (name, from, allowed, except = "$^") => ({
  name,
  severity: "error",
  from: { path: `^src/cli/${from}$|^src/cli/${from}.`, pathNot: `^src/cli/${except}$` },
  to: { path: "^src/cli/", pathNot: `^src/cli/(${allowed})` },
});

/** Inside the model each room may import those before it. */
const MODEL_ROOMS = [
  "(codes/|[^/]+\\.ts$)",
  "kubernetes/",
  "schema/",
  "tenant/spec/",
  "cluster/",
  "tenant/resolve/",
  "tenant/rules/",
  "tenant/objects/",
  "tenant/[^/]+\\.ts$",
  "monitoring/",
  "platform/roles/",
  "platform/guardrails/",
  "platform/[^/]+\\.ts$",
];

const modelRooms = MODEL_ROOMS.map((room, index) =>
  onlyTo(`model-${room}`, `^src/model/${room}`, `^src/model/(${MODEL_ROOMS.slice(0, index + 1).join("|")})`),
);

module.exports = {
  forbidden: [
    ...modelRooms,
    {
      name: "no-cycle",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-undeclared",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-dev-in-package",
      severity: "error",
      from: { path: "^(src|constructs)/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm-peer"] },
    },
    { name: "model-is-pure", severity: "error", from: { path: "^src/model/" }, to: { pathNot: "^src/model/" } },
    onlyTo("plugin-is-generic", "^src/plugin/", "^src/plugin/"),
    onlyTo("kube", "^src/kube/", "^src/(kube|support|model)/"),
    onlyTo("kube-provider", "^src/kube-provider/", "^src/(kube-provider|kube|plugin|support|model)/"),
    onlyTo("provider", "^src/provider/", "^src/(provider|live|kube-provider|kube|plugin|connectivity|support|model)/"),
    onlyTo("live", "^src/live/", "^src/(live|kube|connectivity|support|model)/"),
    onlyTo("offline", "^src/offline/", "^src/(offline|kube-provider|kube|plugin|toolchain|support|model)/"),
    onlyTo("toolchain", "^src/toolchain/", "^src/(toolchain|support)/"),
    onlyTo("terraform", "^src/terraform/", "^src/(terraform|support|model)/"),
    onlyTo("support", "^src/support/", "^src/(support/|model/printable)"),
    onlyTo("connectivity", "^src/connectivity/", "^src/(connectivity|model)/"),
    onlyTo("access", "^src/access/", "^src/(access|model)/"),
    onlyTo("review", "^src/review/", "^src/(review|access|connectivity|model)/"),
    onlyTo("report", "^src/report/", "^src/(report|access|connectivity|model)/"),
    onlyTo(
      "sandbox",
      "^src/sandbox/",
      "^src/((sandbox|kube|kube-provider|offline|toolchain|terraform|support|model)|plugin/x509)/",
    ),
    onlyTo("dashboards", "^src/dashboards/", "^src/(dashboards|model)/"),
    {
      name: "grafana-in-dashboards-only",
      severity: "error",
      from: { pathNot: "^(src|test)/dashboards/" },
      to: { path: "node_modules/@grafana/" },
    },
    onlyTo("tenants-file-reads-specs", "^src/tenants-file/", "^src/(tenants-file|support|model)/"),
    {
      name: "tenants-file-touches-the-disk-in-one-place",
      severity: "error",
      from: { path: "^src/tenants-file/", pathNot: "^src/tenants-file/files" },
      to: { path: "^(node:)?fs" },
    },
    // Inside the CLI: commands -> plan, review, recover, lifetime, matrix, access -> project -> cluster -> the files beside these folders.
    onlyToInCli("cli-base", "[^/]+\\.ts", "(?!main|run|program)[^/]+\\.ts", "(main|run|program)\\.ts"),
    onlyToInCli("cli-cluster", "cluster/", "cluster/|[^/]+\\.ts"),
    onlyToInCli("cli-people", "people/", "people/|[^/]+\\.ts"),
    onlyToInCli("cli-serving", "serving/", "serving/|[^/]+\\.ts"),
    onlyToInCli("cli-project", "project/", "(project|cluster|serving)/|[^/]+\\.ts"),
    onlyToInCli("cli-plan", "plan/", "(plan|review|project|cluster)/|[^/]+\\.ts"),
    onlyToInCli("cli-review", "review/", "(review|project|cluster)/|[^/]+\\.ts"),
    onlyToInCli("cli-recover", "recover/", "(recover|plan|project|cluster)/|[^/]+\\.ts"),
    onlyToInCli("cli-migrate", "migrate/", "(migrate|plan|project|cluster|serving)/|[^/]+\\.ts"),
    onlyToInCli("cli-release", "release/", "(release|project|cluster)/|[^/]+\\.ts"),
    onlyToInCli("cli-lifetime", "lifetime/", "(lifetime|cluster)/|[^/]+\\.ts"),
    onlyToInCli("cli-matrix", "matrix/", "matrix/|[^/]+\\.ts"),
    onlyToInCli("cli-init", "init/", "init/|[^/]+\\.ts"),
    onlyToInCli("cli-access", "access/", "access/|[^/]+\\.ts"),
    onlyToInCli("cli-report", "report/", "(report|access|matrix)/|[^/]+\\.ts"),
    onlyToInCli("cli-completion", "completion/", "completion/|[^/]+\\.ts"),
    {
      name: "cli-commands-do-not-call-each-other",
      severity: "error",
      from: { path: "^src/cli/commands/(?!sandbox)" },
      to: { path: "^src/cli/commands/" },
    },
    onlyTo("constructs", "^constructs/", "^(constructs|src/(model|dashboards|tenants-file|support))/"),
    onlyTo(
      "examples-use-the-package",
      "^examples/",
      "^(examples/|constructs/index|src/(plugin|plugin/testing|sandbox|tenants-file|connectivity)/index)",
    ),
    {
      name: "cdktf-in-constructs-only",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "node_modules/(cdktf|@cdktf|constructs)/" },
    },
    {
      name: "bindings-by-deep-path",
      comment: "The index of the bindings costs 0.7 s and 188 MB.",
      severity: "error",
      from: {},
      to: { path: "node_modules/@cdktf/provider-[^/]+/lib/(index|lazy-index)\\." },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    combinedDependencies: true,
  },
};
