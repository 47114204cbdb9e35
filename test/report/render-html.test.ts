import { renderReportHtml } from "../../src/report/render-html";
import { found, binding, person } from "../access/live";
import { COMPANY, reportOn, usageOf } from "./report";

const EVIL = `"'></td><script>alert(1)</script><img src=x onerror=alert(2)>\u001b[2J`;

/** What stands in tags, without texts. */
const tagsOf = (page: string) => [...page.matchAll(/<([a-z0-9]+)\b[^>]*>/g)].map(([tag]) => tag);

test("the page loads nothing, runs no script, and says when and from what it was made", () => {
  const page = renderReportHtml(reportOn([COMPANY]));
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import|javascript:/);
  expect(page).toContain("2031-01-01T00:00:00Z · from tenants.yaml, no cluster was asked · hikube ");
  expect(page).toMatch(/Kubernetes v1\.35\.4<\/p>/);
});

test("free texts of tenants, people and policies stay texts", () => {
  const named = { ...COMPANY, cost: { costCenter: EVIL, project: EVIL, owner: EVIL, note: EVIL } };
  const finding = { source: "access", code: EVIL, tenant: EVIL, message: EVIL } as const;
  const access = found([
    binding(`ClusterRole ${EVIL}`, [person(EVIL)], "tenant-top", EVIL),
    binding("ClusterRole cluster-admin", [person(EVIL)]),
  ]);
  const live = { access, findings: [finding], notes: [finding], server: EVIL, version: EVIL };
  const page = renderReportHtml({ ...reportOn([named], live), ...{ access } });
  const tags = new Set(tagsOf(page).map((tag) => /^<(\w+)/.exec(tag)?.[1]));
  expect([...tags].filter((tag) => ["script", "img"].includes(tag ?? ""))).toEqual([]);
  expect(page).not.toMatch(/<[^>]*(onerror|alert)/);
  expect(page).not.toContain("\u001b");
  expect(page.split("&lt;script&gt;alert(1)").length).toBeGreaterThan(10);
});

test("every tag that opens is closed", () => {
  const page = renderReportHtml(reportOn([COMPANY], { usage: usageOf([COMPANY], "9"), access: found() }));
  for (const tag of ["table", "tr", "td", "th", "ul", "li", "p", "svg", "div", "span", "h2", "h3"]) {
    const count = (pattern: string) => page.match(new RegExp(pattern, "g"))?.length ?? 0;
    expect([tag, count(`<${tag}[ >]`)]).toEqual([tag, count(`</${tag}>`)]);
  }
});

test("bars tell what is left, what is used and what is too much, in words too", () => {
  const bars = (cpu: string) => renderReportHtml(reportOn([COMPANY], { usage: usageOf([COMPANY], cpu) }));
  expect(bars("500m")).toContain('aria-label="declared 8, own 6, used 1.5"');
  expect(bars("500m")).toMatch(
    /<td class="amount">1\.5 of 8<svg [^>]*><rect class="all" [^>]*\/><rect class="own" width="75" [^>]*\/><rect class="used" y="2.5" width="18\.8"/,
  );
  expect(bars("4")).toContain('<rect class="over" y="2.5" width="100"');
  const declared = renderReportHtml(reportOn([COMPANY]));
  expect(declared).not.toMatch(/class="(used|over)"/);
});

test("findings come first, with where they were found; a report without any says so", () => {
  const finding = {
    source: "connectivity",
    code: "open-undeclared",
    message: "open and not declared: a -> b",
  } as const;
  const page = renderReportHtml(reportOn([COMPANY], { findings: [finding] }));
  expect(page).toContain(`<li class="bad"><b>1</b>finding</li>`);
  expect(page).toContain("<li>open and not declared: a -&gt; b <span");
  expect(page.indexOf("Findings")).toBeLessThan(page.indexOf("Tenants and their quotas"));
  expect(renderReportHtml(reportOn([COMPANY]))).toContain("<h2>Findings</h2>\n<p>Nothing.</p>");
});

test("who may do what: levels in columns, what comes from above marked, what is missing and foreign told", () => {
  const access = found([binding("ClusterRole cluster-admin", [person("eve")], "tenant-top-shop")], {
    without: ({ kind, metadata }) => kind === "RoleBinding" && metadata.name === "hikube-owner",
  });
  const page = renderReportHtml(reportOn([COMPANY], { access }));
  expect(page).toContain(
    `<td><span class="mark">!</span> User eve: ClusterRole cluster-admin, everything (by by-hand)<br>`,
  );
  expect(page).toContain("<i>not in the cluster:</i> owner Group platform");
  expect(page).toContain(`title="from tenant-top">deployer tenant-top.ci&nbsp;↑</span>`);
});

test("it holds the matrix of who reaches whom", () => {
  expect(renderReportHtml(reportOn([COMPANY]))).toContain("tenant-top to tenant-top-shop: allow");
});
