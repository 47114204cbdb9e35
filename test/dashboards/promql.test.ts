import { dashboards } from "../../src/dashboards";
import { ALERT_GROUPS } from "../../src/model/monitoring/stack/alert-rules";
import { panelsOf, readBoard, substituted, variableQueries } from "./read-board";

const PRICES = { currency: "CHF", cpu: 20, memory: 0.0000001, storage: 0.1, loadBalancer: 10 };
const QUERIES = dashboards({ nodes: true, prices: PRICES }).flatMap((dashboard) =>
  panelsOf(readBoard(dashboard)).flatMap(({ title, targets = [] }) =>
    targets
      .filter(({ datasource }) => datasource.type === "prometheus")
      .map(({ expr }) => ({ where: `${dashboard.uid}: ${title}`, expr: substituted(expr) })),
  ),
);

/** The parser is an ES module. */
const load = () => import("@prometheus-io/lezer-promql");
let parser: Awaited<ReturnType<typeof load>>["parser"];
beforeAll(async () => {
  ({ parser } = await load());
});

/** Where the parser of Prometheus does not understand a query. */
function faultsOf(expr: string): readonly number[] {
  const faults: number[] = [];
  parser.parse(expr).iterate({
    enter: (node) => {
      if (node.type.isError) faults.push(node.from);
    },
  });
  return faults;
}

/** What stands to the right of each division. */
function divisorsOf(expr: string): readonly string[] {
  const divisors: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ node }) => {
      const { parent, nextSibling } = node;
      if (node.name === "Div") divisors.push(expr.slice(nextSibling?.from, parent?.to));
    },
  });
  return divisors;
}

it("is PromQL that Prometheus parses, in every panel", () => {
  expect(QUERIES.length).toBeGreaterThan(200);
  expect(QUERIES.filter(({ expr }) => faultsOf(expr).length > 0)).toEqual([]);
});

it("is PromQL that Prometheus parses, in every alert", () => {
  const alerts = ALERT_GROUPS.flatMap(({ rules }) => rules.map(({ expr }) => expr));
  expect(alerts.length).toBeGreaterThan(15);
  expect(alerts.filter((expr) => faultsOf(expr).length > 0)).toEqual([]);
});

it("chooses by selectors that Prometheus parses", () => {
  const selectors = dashboards({ nodes: true }).flatMap((dashboard) =>
    variableQueries(readBoard(dashboard)).flatMap(({ of }) => of ?? []),
  );
  expect(selectors.length).toBeGreaterThan(20);
  expect(selectors.filter((of) => faultsOf(substituted(of)).length > 0)).toEqual([]);
});

it("sees a fault where there is one", () => {
  expect(faultsOf("sum by (tenant) (rate(x[2m])")).not.toEqual([]);
  expect(faultsOf('x{a="b" or c="d"}')).not.toEqual([]);
});

it("gives every range function its window, which VictoriaMetrics alone would do without", () => {
  const bare = /\b(rate|increase|irate|delta|predict_linear)\((?:[^()[\]]|\{[^}]*\})*\)/;
  expect(QUERIES.filter(({ expr }) => bare.test(expr))).toEqual([]);
});

it("uses functions of Prometheus alone", () => {
  const known =
    "sum max min avg count topk rate increase histogram_quantile predict_linear vector time label_replace clamp_min by on group_left unless or and";
  const names = QUERIES.flatMap(({ expr }) =>
    [...expr.replace(/"[^"]*"/g, '""').matchAll(/\b([a-z_]+)\s*\(/g)].map(([, name = ""]) => name),
  );
  expect([...new Set(names)].filter((name) => !known.split(" ").includes(name))).toEqual([]);
});

it("divides by nothing that may be zero", () => {
  const unguarded = QUERIES.flatMap(({ expr }) => divisorsOf(expr)).filter(
    (divisor) => !/^\(.* > 0\)$/.test(divisor) && !/^[1-9]\d*$/.test(divisor),
  );
  expect(unguarded).toEqual([]);
  expect(divisorsOf("a / (sum(b) > 0) + c / d")).toEqual(["(sum(b) > 0)", "d"]);
});

it("keeps every series of a tenant by tenant and namespace", () => {
  const unscoped = /\b(ALERTS|metallb_|node_|kube_node_)|^sum\(kube_|kube_pod_container_resource_requests\{resource/;
  const wrong = QUERIES.filter(({ expr }) =>
    [...expr.matchAll(/\b([a-zA-Z_]+)\{([^}]*)\}/g)].some(
      ([, name = "", matchers = ""]) => !matchers.includes('tenant=~".+",namespace=~".+"') && !unscoped.test(name),
    ),
  );
  expect(wrong.map(({ where }) => where)).toEqual([
    "hikube-kubernetes-cluster: CPU requested of allocatable",
    "hikube-kubernetes-cluster: Memory requested of allocatable",
  ]);
});
