import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClusterFacts, HikubePlatform, SpecError } from "cdktf-hikube";
import { CLUSTER, newApp, newDirectory, newStack, warningsOf } from "./synth";

function errorOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

const file = (text: string): string => {
  const path = join(newDirectory(), "cluster.json");
  writeFileSync(path, text);
  return path;
};

test("facts are read from a file or taken from an object", () => {
  expect(ClusterFacts.fromFile(file(JSON.stringify(CLUSTER)))).toEqual(CLUSTER);
  expect(ClusterFacts.fromObject(CLUSTER)).toEqual(CLUSTER);
});

test("a file that is not there, or no JSON, is one fault that says how to get one", () => {
  for (const path of ["/nowhere/cluster.json", file("{")]) {
    const error = errorOf(() => ClusterFacts.fromFile(path));
    expect(error).toBeInstanceOf(SpecError);
    expect(String(error)).toContain(`${path}: the facts of the cluster cannot be read: `);
    expect(String(error)).toContain("hikube cluster inspect --out");
  }
});

test("every fact that is wrong is told at once", () => {
  const facts = { ...CLUSTER, podCidrs: ["10.244.0.0"], apiServer: { ...CLUSTER.apiServer, port: 0 } };
  const error = errorOf(() => ClusterFacts.fromFile(file(JSON.stringify(facts))));
  const paths = error instanceof SpecError ? error.issues.map(({ path: [, ...fields] }) => fields) : [];
  expect(paths).toEqual([
    ["podCidrs", 0],
    ["apiServer", "port"],
  ]);
});

test("the platform warns of granted kinds that only it can bound, and of no others", () => {
  const customResources = [
    { group: "gateway.networking.k8s.io", resource: "httproutes", level: "admin" },
    { group: "cert-manager.io", resource: "certificates", level: "admin" },
  ] as const;
  const app = newApp();
  new HikubePlatform(newStack(app, "stack"), "platform", { cluster: { ...CLUSTER, customResources } });
  app.synth();
  expect(warningsOf(app, "stack")).toEqual([
    expect.stringMatching(/warn.* cluster\.customResources: httproutes\.gateway\.networking\.k8s\.io: its hostnames/),
  ]);
});
