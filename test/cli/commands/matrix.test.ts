import { readFileSync, writeFileSync } from "node:fs";
import type { MatrixJson } from "../../../src/connectivity";
import { hikube, hikubeJson, inFolder, TENANTS_YAML } from "../call";

inFolder({ "tenants.yaml": TENANTS_YAML });

test("the table shows every tenant, who is let in, and the places outside", async () => {
  const { code, out } = await hikube("matrix", "tenants.yaml");
  expect(code).toBe(0);
  for (const name of ["ingress-nginx", "tenant-alpha", "tenant-alpha-web", "tenant-beta", "internet", "metadata"]) {
    expect(out).toMatch(new RegExp(`^ *\\d+ ${name} `, "m"));
  }
  expect(out).toContain("ingress-nginx -> tenant-alpha: TCP 8080");
});

test("a tenant's own pods are open, with one footnote, and what is alike is one line", async () => {
  const { out } = await hikube("matrix", "tenants.yaml");
  expect(out).toMatch(/^2 tenant-alpha +\. \+ \+ \. /m);
  expect(out.match(/hikube\.cloud\/isolated=true/g)).toHaveLength(1);
  expect(out.match(/-> API server/g)).toHaveLength(1);
  expect(out).toContain("every tenant -> API server: hikube.cloud/allow-apiserver=true to ");
});

test("what concerns no tenant is left out, by name, and is in the JSON all the same", async () => {
  const { out } = await hikube("matrix", "tenants.yaml");
  expect(out).not.toMatch(/^ *\d+ kube-system /m);
  expect(out).toContain("Not shown, no connection to or from a tenant: kube-system\n");
  expect(out).toMatch(/^5 internet +- \. \. \. - - - -$/m);
  const { groups, connections } = (await hikubeJson("matrix", "tenants.yaml")) as MatrixJson;
  expect(groups.map(({ name }) => name)).toContain("kube-system");
  expect(connections).toContainEqual({ from: "kube-system", to: "internet", verdict: "allow" });
});

test("for programs: what is not listed is denied", async () => {
  const { connections } = (await hikubeJson("matrix", "tenants.yaml")) as MatrixJson;
  const pairs = connections.map(({ from, to }) => `${from} ${to}`);
  expect(pairs).toContain("tenant-alpha tenant-alpha-web");
  expect(pairs).not.toContain("tenant-alpha-web tenant-alpha");
  expect(pairs).not.toContain("tenant-beta tenant-alpha");
});

test("Mermaid", async () => {
  expect((await hikube("matrix", "tenants.yaml", "--output", "mermaid")).out).toMatch(/^(flowchart|graph)/);
});

test("a namespace may have the name of a place", async () => {
  writeFileSync("named.yaml", TENANTS_YAML.replaceAll("ingress-nginx", "internet"));
  const { code, out } = await hikube("matrix", "named.yaml");
  expect(code).toBe(0);
  expect(out).toContain("internet -> tenant-alpha: TCP 8080");
  expect(out).toMatch(/^ *\d+ internet \(outside\) /m);
});

test("a cluster is named for --live only", async () => {
  const { code, err } = await hikube("matrix", "tenants.yaml", "--context", "production");
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("are for --live") as unknown });
});

test("the page is written where it was asked for and loads nothing", async () => {
  expect(await hikube("matrix", "tenants.yaml", "--html", "page.html")).toMatchObject({
    code: 0,
    out: "wrote page.html\n",
  });
  const page = readFileSync("page.html", "utf8");
  expect(page).toContain("<p>From tenants.yaml</p>");
  expect(page).toContain("<ul><li>tenant-alpha<ul><li>tenant-alpha-web</li></ul></li><li>tenant-beta</li></ul>");
  expect(page).toMatch(/<h2>Outside the tenants<\/h2>\n<ul><li>ingress-nginx<\/li><li>internet<\/li><li>DNS<\/li>/);
  expect(page).not.toMatch(/<script|src=|https?:/);
});
