import { renderMatrixHtml, renderMatrixMermaid, renderMatrixText, toMatrixJson } from "../../src/connectivity";
import type { ConnectivityMatrix } from "../../src/connectivity";

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
    "2 shop-dev   . ~ .",
    "3 internet   . . -",
    "",
    "+ all ports   ~ partly   . nothing   - not judged",
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
  expect(html).toContain("<h2>Tenants</h2>\n<ul><li>shop<ul><li>shop-dev</li></ul></li></ul>");
  expect(html).toContain("<h2>Outside the tenants</h2>\n<ul><li>internet</li></ul>");
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
