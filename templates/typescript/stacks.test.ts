import { execFileSync } from "node:child_process";

const hikube = (...words: readonly string[]) =>
  execFileSync("node_modules/.bin/hikube", words, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

interface Matrix {
  readonly groups: readonly { readonly name: string; readonly tenant?: boolean }[];
  readonly connections: readonly { readonly from: string; readonly to: string; readonly ports?: readonly string[] }[];
}

beforeAll(() => {
  hikube("synth");
});

test("no rule is broken", () => {
  expect(JSON.parse(hikube("check", "--json"))).toMatchObject({ ok: true, tenants: 3 });
});

test("from outside only the ingress controller reaches a tenant, and that is the shop", () => {
  const { groups, connections } = JSON.parse(hikube("matrix", "--json")) as Matrix;
  const tenants = new Set(groups.filter(({ tenant }) => tenant === true).map(({ name }) => name));
  const inwards = connections.filter(({ from, to }) => tenants.has(to) && !tenants.has(from));
  expect(inwards).toMatchObject([{ from: "ingress-nginx", to: "tenant-production-shop", ports: ["TCP 8080"] }]);
});

test("a cluster takes all of it, and has nothing to change then", () => {
  hikube("sandbox", "exec", "--temporary", "--", "npm", "run", "try");
});
