import { readFileSync } from "node:fs";
import type { MatrixJson } from "../../../src/model/connectivity";
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

test("for programs: what is not listed is denied", async () => {
  const { connections } = (await hikubeJson("matrix", "tenants.yaml")) as MatrixJson;
  const pairs = connections.map(({ from, to }) => `${from} ${to}`);
  expect(pairs).toContain("tenant-alpha tenant-alpha-web");
  expect(pairs).not.toContain("tenant-alpha-web tenant-alpha");
  expect(pairs).not.toContain("tenant-beta tenant-alpha");
});

test("Mermaid", async () => {
  expect((await hikube("matrix", "tenants.yaml", "--mermaid")).out).toMatch(/^(flowchart|graph)/);
});

test("the page is written where it was asked for and loads nothing", async () => {
  expect(await hikube("matrix", "tenants.yaml", "--html", "page.html")).toMatchObject({
    code: 0,
    out: "wrote page.html\n",
  });
  const page = readFileSync("page.html", "utf8");
  expect(page).toContain("<p>From tenants.yaml</p>");
  expect(page).not.toMatch(/<script|src=|https?:/);
});
