import { renderMatrixHtml, renderMatrixMermaid, renderMatrixText, toMatrixJson } from "../../src/connectivity";
import { neighbourhood } from "../../src/connectivity/neighbours";
import type { Cell, ConnectivityMatrix, MatrixGroup } from "../../src/connectivity";

const ALLOW = { verdict: "allow" } as const;
const DENY = { verdict: "deny" } as const;
const PARTLY = { verdict: "partly", ports: ["TCP 80"] } as const;
const SOME = { ...PARTLY, parts: [{ from: ["app=web", "app=api"], to: ["app=db"], ports: ["TCP 80"] }], omitted: 2 };
const MATRIX: ConnectivityMatrix = {
  groups: [
    { name: "shop", kind: "pods", tenant: true },
    { name: "shop-dev", kind: "pods", tenant: true, parent: "shop" },
    { name: "internet", kind: "outside" },
  ],
  cells: [
    [ALLOW, PARTLY, ALLOW],
    [DENY, SOME, DENY],
    [DENY, DENY, null],
  ],
};
/** As `MATRIX`, with a way to the internet that nobody declared. */
const MARKED: ConnectivityMatrix = {
  ...MATRIX,
  cells: [
    [ALLOW, PARTLY, { ...ALLOW, undeclared: { verdict: "partly", ports: ["TCP 443"] } }],
    ...MATRIX.cells.slice(1),
  ],
};
const EVIL = `"><script>alert(1)</script>&'];end`;
const HOSTILE: ConnectivityMatrix = {
  groups: [{ name: EVIL, kind: "pods", tenant: true }],
  cells: [[{ verdict: "partly", ports: [EVIL], parts: [{ from: [EVIL], to: [EVIL], ports: [EVIL] }] }]],
};

test("text: rows reach columns, and what is partly open follows", () => {
  expect(renderMatrixText(MATRIX).split("\n")).toEqual([
    "  from \\ to  1 2 3",
    "1 shop       + ~ +",
    "2   dev      . ~ .",
    "3 internet   . . -",
    "",
    "+ all ports   ~ partly   . nothing   - not shown",
    "shop -> shop-dev: TCP 80",
    "shop-dev -> shop-dev: app=web | app=api to app=db: TCP 80; 2 more",
    "",
  ]);
});

test("JSON: only what is open is listed", () => {
  expect(toMatrixJson(MATRIX)).toEqual({
    formatVersion: 1,
    groups: MATRIX.groups,
    connections: [
      { from: "shop", to: "shop", verdict: "allow" },
      { from: "shop", to: "shop-dev", ...PARTLY },
      { from: "shop", to: "internet", verdict: "allow" },
      { from: "shop-dev", to: "shop-dev", ...SOME },
    ],
  });
});

test("Mermaid: an arrow for what is open, dotted for what is partly open", () => {
  expect(renderMatrixMermaid(MATRIX).split("\n")).toEqual([
    "flowchart LR",
    '  g0["shop"]',
    '  g1["shop-dev"]',
    '  g2(["internet"])',
    '  g0 -.->|"TCP 80"| g1',
    "  g0 --> g2",
    '  g1 -.->|"TCP 80"| g1',
    "",
  ]);
});

test("Mermaid: no name ends its quotes", () => {
  for (const line of renderMatrixMermaid(HOSTILE).split("\n").slice(1, -1)) {
    expect(line).toMatch(/^ {2}g0(\["[A-Za-z0-9 .,/_#;-]*"\]| -\.->\|"[A-Za-z0-9 .,/_#;-]*"\| g0)$/);
  }
});

test("HTML: the tree, the matrix and the explanations stand on one page that loads nothing", () => {
  const html = renderMatrixHtml(MATRIX, { title: "Audit", subtitle: "commit 1234" });
  expect(html).toContain('<th scope="row" title="shop-dev"><span style="padding-left:1em">dev</span></th>');
  expect(html).toContain('<td class="partly" title="shop to shop-dev: partly (TCP 80)">');
  expect(html).toContain("<b>shop-dev</b> to <b>shop-dev</b>: app=web | app=api to app=db: TCP 80; 2 more");
  expect(html).toContain("<h1>Audit</h1>\n<p>commit 1234</p>");
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script|<link|<img|https?:|@import|url\(/);
});

test("HTML: whatever a name holds, it stays text", () => {
  const html = renderMatrixHtml(HOSTILE, { title: EVIL, subtitle: EVIL });
  expect(html).not.toContain("<script");
  expect(html).not.toContain(EVIL);
  expect(html.split("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;];end").length).toBeGreaterThan(8);
});

test("what is not declared is marked and named in every form", () => {
  const text = renderMatrixText(MARKED);
  expect(text).toContain("1 shop       + ~ !");
  expect(text).toContain("open, but not declared:\n  shop -> internet: TCP 443\n");
  expect(renderMatrixMermaid(MARKED)).toContain('  g0 ==>|"not declared, TCP 443"| g2');
  expect(toMatrixJson(MARKED).connections).toContainEqual(
    expect.objectContaining({ to: "internet", undeclared: { verdict: "partly", ports: ["TCP 443"] } }),
  );
  const html = renderMatrixHtml(MARKED);
  expect(html).toContain('<td class="undeclared" title="shop to internet: allow, not declared">!</td>');
  expect(html).toContain("<h3>Open, but not declared</h3>\n<ul><li><b>shop</b> to <b>internet</b>: TCP 443</li></ul>");
});

describe("a company of many tenants", () => {
  const names = Array.from({ length: 50 }, (_, index) => `t${String(index).padStart(2, "0")}`);
  const groups: MatrixGroup[] = [
    ...names.flatMap((name) => [
      { name, kind: "pods" as const, tenant: true as const },
      { name: `${name}-sub`, kind: "pods" as const, tenant: true as const, parent: name },
    ]),
    { name: "ingress", kind: "pods" },
    ...["office", "DNS", "metadata"].map((name) => ({ name, kind: "outside" as const })),
  ];
  const isTenant = (name: string) => /^t\d/.test(name);
  const cellOf = (from: string, to: string): Cell | null => {
    if (from === to && isTenant(from)) return { ...PARTLY, exceptIsolated: true };
    if (isTenant(from) && to === "DNS") return ALLOW;
    if (`${from}-sub` === to) return from === "t07" ? DENY : ALLOW;
    const isOpen = (from === "t03-sub" && to === "office") || (from === "ingress" && to === "t03-sub");
    return isOpen ? PARTLY : DENY;
  };
  const company = { groups, cells: groups.map((from) => groups.map((to) => cellOf(from.name, to.name))) };

  test("is a tree with the ways of each tenant, and what all have alike is told once", () => {
    const text = renderMatrixText(company);
    expect(text).toContain("\nt03\n  sub\n      -> office: TCP 80\n      <- ingress: TCP 80\nt04\n  sub\nt05\n");
    expect(text).toContain(
      [
        "every tenant -> DNS: all ports",
        "Tenants reach all pods of the tenants below them, on all ports. Not, or not all of them, to t07-sub.",
      ].join("\n"),
    );
    expect(text).toContain("Not shown, no connection to or from a tenant: metadata");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(200);
    expect(text.match(/isolated/g)).toHaveLength(1);
  });

  test("is shown in part: a tenant, and what it reaches or is reached from", () => {
    const part = neighbourhood(company, new Set(["t03-sub"]));
    expect(part.groups.map(({ name }) => name)).toEqual(["t03", "t03-sub", "ingress", "office", "DNS"]);
    expect(part.cells[0]).toEqual([null, ALLOW, null, null, null]);
  });
});

test("HTML: findings stand above the matrix, as text", () => {
  const html = renderMatrixHtml(MATRIX, {
    findings: [{ heading: "strange:", lines: [EVIL, "two"] }, { heading: "one" }],
  });
  expect(html.indexOf("<h2>Findings</h2>")).toBeLessThan(html.indexOf("<table"));
  expect(html).toContain("<li>two</li>");
  expect(html).not.toContain("<script");
});
