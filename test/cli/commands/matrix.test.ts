import { readFileSync, writeFileSync } from "node:fs";
import type { MatrixJson } from "../../../src/connectivity";
import { hikube, hikubeJson, inFolder, TENANTS_YAML } from "../call";

inFolder({ "tenants.yaml": TENANTS_YAML });

test("the table shows every tenant below its parent, who is let in, and the places that are reached", async () => {
  const { code, out } = await hikube("matrix", "tenants.yaml");
  expect(code).toBe(0);
  const names = [...out.matchAll(/^ *\d+ ( *\S+(?: \S+)*) {2}/gm)].map(([, name]) => name);
  expect(names).toEqual(["tenant-alpha", "  web", "tenant-beta", "ingress-nginx", "internet", "DNS", "API server"]);
  expect(out).toContain("ingress-nginx -> tenant-alpha: TCP 8080");
  expect(out).toMatch(/^From tenants\.yaml, judged at \d{4}-\d\d-\d\dT[0-9:.]+Z$/m);
});

test("a tenant's own pods are open, with one footnote, and what is alike is one line", async () => {
  const { out } = await hikube("matrix", "tenants.yaml");
  expect(out).toMatch(/^1 tenant-alpha +\+ \+ \. \. /m);
  expect(out.match(/hikube\.cloud\/isolated=true/g)).toHaveLength(1);
  expect(out.match(/-> API server/g)).toHaveLength(1);
  expect(out).toContain("every tenant -> API server: hikube.cloud/allow-apiserver=true to ");
});

test("what concerns no tenant is left out, by name, and is in the JSON all the same", async () => {
  const { out } = await hikube("matrix", "tenants.yaml");
  expect(out).not.toMatch(/^ *\d+ kube-system /m);
  expect(out).toMatch(/^Not shown, no connection to or from a tenant: kube-system, private networks, metadata, /m);
  expect(out).toMatch(/^5 internet +\. \. \. - - - -$/m);
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
  expect(page).toMatch(/<p>From tenants\.yaml, judged at \d{4}-/);
  expect(page).toContain('<th scope="row" title="tenant-alpha-web"><span style="padding-left:1em">web</span></th>');
  expect(page).not.toMatch(/<script|src=|https?:/);
});

describe("blocks that tenants declare", () => {
  const PORTS = [{ protocol: "TCP", port: 5432 }];
  const write = () => {
    const network = {
      egress: [{ toCidrs: ["10.50.0.0/16", "0.0.0.0/0", "::/0"], ports: PORTS }],
      expose: [
        { fromCidrs: ["198.18.7.0/24"], ports: PORTS },
        { fromNodes: true, ports: PORTS },
      ],
    };
    const tenants = [
      { name: "shop", profile: "production", network },
      { name: "web", profile: "production" },
    ];
    writeFileSync("blocks.json", JSON.stringify({ formatVersion: 1, cluster: "cluster.json", tenants }));
  };

  test("are places, and no part of the private networks around them", async () => {
    write();
    const { connections, groups } = (await hikubeJson("matrix", "blocks.json")) as MatrixJson;
    const shown = connections.filter(({ from, to }) => from !== to && !/^(DNS|API server)$/.test(to));
    expect(shown.filter(({ from, to }) => [from, to].includes("tenant-shop"))).toEqual([
      { from: "tenant-shop", to: "internet", verdict: "partly", ports: ["TCP 5432"] },
      { from: "tenant-shop", to: "10.50.0.0/16", verdict: "partly", ports: ["TCP 5432"] },
      { from: "198.18.7.0/24", to: "tenant-shop", verdict: "partly", ports: ["TCP 5432"] },
      { from: "nodes", to: "tenant-shop", verdict: "partly", ports: ["TCP 5432"] },
    ]);
    expect(groups.map(({ name }) => name)).not.toContain("0.0.0.0/0");
  });

  test("are shown with the tenant that is asked for, by its path or its namespace", async () => {
    write();
    for (const name of ["shop", "tenant-shop"]) {
      const { groups } = (await hikubeJson("matrix", "blocks.json", "--tenant", name)) as MatrixJson;
      expect(groups.map((group) => group.name)).toEqual([
        ...["tenant-shop", "internet", "10.50.0.0/16", "198.18.7.0/24", "DNS", "API server", "nodes"],
      ]);
    }
  });
});

test("a tenant that is none is named, with the one that is meant", async () => {
  const { code, err } = await hikube("matrix", "tenants.yaml", "--tenant", "alpha/weg,gamma");
  expect(code).toBe(2);
  expect(err).toContain('--tenant: there is no tenant "alpha/weg"; did you mean "alpha/web"?');
  expect(err).toContain('there is no tenant "gamma"');
});

test("--strict is of --live", async () => {
  expect(await hikube("matrix", "tenants.yaml", "--strict")).toMatchObject({ code: 2 });
});
