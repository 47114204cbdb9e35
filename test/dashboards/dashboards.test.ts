import { dashboards, GROUPS, type Dashboard, type DashboardOptions } from "../../src/dashboards";
import { DEFAULT_BYTES } from "../../src/model/platform/guardrails/measure";
import { panelsOf, readBoard, type Panel } from "./read-board";

const PRICES = { currency: "CHF", cpu: 20, memory: 4, storage: 0.1, loadBalancer: 10 };
const EVERYTHING: DashboardOptions = { nodes: true, prices: PRICES };
const ALL = dashboards(EVERYTHING);
const BOARDS: readonly (readonly [string, Dashboard])[] = ALL.map((dashboard) => [dashboard.uid, dashboard]);
/** The largest ConfigMap that a tenant may have by default, less room for its metadata. */
const LARGEST = DEFAULT_BYTES - 4096;

it("has the boards of all groups under names that stay", () => {
  expect(ALL.map(({ folder, uid, title }) => `${folder} | ${uid} | ${title}`)).toMatchSnapshot();
  expect(new Set(ALL.map(({ group }) => group))).toEqual(new Set(GROUPS));
});

it("has panels whose titles stay", () => {
  const titles = ALL.map((dashboard) => [dashboard.uid, panelsOf(readBoard(dashboard)).map(({ title }) => title)]);
  expect(Object.fromEntries(titles)).toMatchSnapshot();
});

it("gives the same JSON for the same options, whatever was asked before", () => {
  dashboards({ groups: ["logs"] });
  expect(dashboards(EVERYTHING)).toEqual(ALL);
});

it("names each board once, by what Grafana takes for a name", () => {
  const uids = ALL.map(({ uid }) => uid);
  expect(new Set(uids).size).toBe(uids.length);
  expect(uids.filter((uid) => !/^[a-z0-9-]{1,40}$/.test(uid))).toEqual([]);
});

it("gives the boards of the chosen groups alone, without links to others", () => {
  const chosen = dashboards({ groups: ["databases", "storage"] });
  expect(chosen.map(({ group }) => group)).toEqual(["databases", "databases", "databases", "storage", "storage"]);
  expect(chosen.flatMap(({ json }) => json.match(/\/d\/hikube-[a-z-]+/g) ?? [])).toEqual([]);
});

it("shows the sources that are asked for", () => {
  const rowsOf = (options: DashboardOptions) =>
    dashboards({ groups: ["applications"], ...options }).map((dashboard) =>
      readBoard(dashboard)
        .panels.filter(({ type }) => type === "row")
        .map(({ title }) => title),
    );
  const [performance, errors] = rowsOf({ applications: ["envoy", "haproxy"] });
  expect(performance).toEqual(["Envoy", "HAProxy", "Probes from outside (blackbox_exporter)"]);
  expect(errors).toEqual(["Envoy", "HAProxy", "Logs"]);
});

it("shows cost by prices alone, and of what has a price", () => {
  const cost = (options: DashboardOptions) => {
    const board = dashboards({ groups: ["overview"], ...options }).find(({ uid }) => uid === "hikube-quota-and-cost");
    return panelsOf(readBoard(board!)).filter(({ fieldConfig }) => fieldConfig?.defaults.unit?.startsWith("prefix:"));
  };
  expect(cost({})).toEqual([]);
  expect(cost({ prices: { currency: "CHF" } })).toEqual([]);
  const [total] = cost({ prices: { currency: "CHF", cpu: 20 } });
  expect(total?.fieldConfig?.defaults.unit).toBe("prefix:CHF ");
  expect(total?.targets?.[0]?.expr).toContain("* 20");
  expect(total?.targets?.[0]?.expr).not.toContain("storage");
});

it("asks for metrics of nodes only where they come", () => {
  const node = /\b(node_(?!namespace)|kube_node_)/;
  expect(
    dashboards()
      .filter(({ json }) => node.test(json))
      .map(({ uid }) => uid),
  ).toEqual([]);
  expect(ALL.filter(({ json }) => node.test(json)).map(({ uid }) => uid)).toEqual([
    "hikube-kubernetes-cluster",
    "hikube-kubernetes-nodes",
    "hikube-vm-host",
  ]);
});

describe.each(BOARDS)("%s", (_uid, dashboard) => {
  const board = readBoard(dashboard);
  const panels = panelsOf(board);
  const titlesWhere = (wrong: (panel: Panel) => boolean) => panels.filter(wrong).map(({ title }) => title);

  it("is classic JSON that fits into a ConfigMap", () => {
    expect(board.schemaVersion).toBeGreaterThanOrEqual(42);
    expect(Buffer.byteLength(dashboard.json)).toBeLessThan(LARGEST);
    expect(board.tags).toEqual(["hikube", dashboard.group]);
  });

  it("lets choose sources, tenants and namespaces", () => {
    const [source, ...others] = board.templating.list;
    expect(source).toMatchObject({ name: "datasource", type: "datasource", query: "prometheus" });
    const choices = others.filter(({ type }) => type === "query");
    expect(choices.slice(0, 2).map(({ name }) => name)).toEqual(["tenant", "namespace"]);
    expect(choices.filter(({ multi, includeAll }) => multi !== true || includeAll !== true)).toEqual([]);
  });

  it("uses only variables that it has", () => {
    const known = new Set(board.templating.list.map(({ name }) => name));
    const used = [...dashboard.json.matchAll(/\$\{?([a-z]\w*)/g)].map(([, name = ""]) => name);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  it("numbers its panels", () => {
    expect(board.panels.map(({ id }) => id)).toEqual(board.panels.map((_panel, index) => index + 1));
  });

  it("lays them out without gap or overlap", () => {
    const taken = new Set<string>();
    for (const { gridPos } of board.panels) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken).not.toContain(`${x},${y}`);
          taken.add(`${x},${y}`);
        }
      }
    }
    const bottom = Math.max(...board.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
    expect(taken.size).toBe(24 * bottom);
  });

  it("says of each panel what it is, in which unit", () => {
    expect(titlesWhere(({ title }) => title.length < 3)).toEqual([]);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    expect(titlesWhere(({ description = "" }) => !/^[A-Z0-9].{12,}\.$/.test(description))).toEqual([]);
    expect(titlesWhere(({ fieldConfig }) => (fieldConfig?.defaults.unit ?? "") === "")).toEqual([]);
    expect(titlesWhere(({ fieldConfig }) => fieldConfig?.defaults.noValue !== "no data")).toEqual([]);
  });

  it("has thresholds that rise from green, or fall to it", () => {
    const wrong = titlesWhere(({ fieldConfig }) => {
      const steps = fieldConfig?.defaults.thresholds?.steps ?? [];
      const colors = steps.map(({ color }) => color).join(" ");
      const values = steps.slice(1).map(({ value }) => value ?? Number.NaN);
      const rises = values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0));
      return steps[0]?.value !== null || !rises || !/^(green|green yellow red|red( yellow)? green)$/.test(colors);
    });
    expect(wrong).toEqual([]);
  });

  it("bounds shares of a whole", () => {
    const shares = panels.filter(({ fieldConfig }) => fieldConfig?.defaults.unit === "percentunit");
    expect(shares.filter(({ fieldConfig }) => fieldConfig?.defaults.max === undefined)).toEqual([]);
    expect(shares.filter(({ fieldConfig }) => (fieldConfig?.defaults.thresholds?.steps.length ?? 0) < 2)).toEqual([]);
  });

  it("names the columns of its tables after its queries", () => {
    for (const { type, targets, fieldConfig } of panels) {
      if (type !== "table") continue;
      const legends = targets?.map(({ legendFormat }) => legendFormat);
      expect(fieldConfig?.overrides.map(({ matcher }) => matcher.options)).toEqual(legends);
    }
  });

  it("asks the source that a query is for, under a name of its own", () => {
    for (const { targets = [], datasource } of panels) {
      expect(targets.map(({ refId }) => refId)).toEqual(
        "A B C D E F G H I J K L M N O P".split(" ").slice(0, targets.length),
      );
      expect(targets.filter((target) => target.datasource.uid !== datasource?.uid)).toEqual([]);
    }
  });

  it("leads on to boards that are there, from each panel", () => {
    const known = new Set(ALL.map(({ uid }) => uid));
    const linked = [...dashboard.json.matchAll(/\/d\/([a-z-]+)/g)].map(([, uid = ""]) => uid);
    expect(linked.filter((uid) => !known.has(uid))).toEqual([]);
    if (dashboard.uid === "hikube-logs") return;
    expect(titlesWhere(({ links = [] }) => links.length === 0)).toEqual([]);
  });
});

it.each(BOARDS)("%s leads from a tenant to its pods, and from a pod to its logs", (_uid, dashboard) => {
  for (const { targets = [], fieldConfig, type } of panelsOf(readBoard(dashboard))) {
    const legends = targets.map(({ legendFormat }) => legendFormat).join(" ");
    const urls = fieldConfig?.defaults.links?.map(({ url }) => url).join(" ") ?? "";
    if (type === "table") continue;
    if (/\{\{(tenant|kubernetes\.pod_namespace)\}\}/.test(legends))
      expect(urls).toMatch(/hikube-kubernetes-pods\?.*var-tenant=/);
    if (/\{\{(pod|kubernetes\.pod_name)\}\}/.test(legends)) expect(urls).toMatch(/hikube-logs\?.*var-pod=/);
  }
});
