import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import * as cdktf from "cdktf";
import * as constructs from "cdktf-hikube";
import { MonitoredCompanyStack } from "../../examples/monitored-company/monitored-company-stack";
import { STACK_PARTS } from "../../src/model/tenant/objects/stack-policies";
import { hikube, inFolder } from "./call";

const ROOT = join(__dirname, "..", "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const [code = ""] = /(?<=^```ts\n).*?(?=^```$)/ms.exec(README) ?? [];

const NAMESPACE = "tenant-acme-monitoring";

inFolder({});

/** Runs the first block of the page, as the body of a stack. */
function synthesizeReadme(): void {
  const { ClusterFacts, HikubePlatform, HikubeTenant, HikubeSubTenant, TenantProfile, Subject, Expose, Port } =
    constructs;
  const app = new cdktf.App({ outdir: "cdktf.out" });
  const stack = new cdktf.TerraformStack(app, "stack");
  new KubernetesProvider(stack, "kubernetes", {});
  const cluster = ClusterFacts.fromFile(join(ROOT, "examples", "company", "cluster.json"));
  const names = { cluster, HikubePlatform, HikubeTenant, HikubeSubTenant, TenantProfile, Subject, Expose, Port };
  // The page's own code, which a type checker has read in docs-code.test.ts.
  const body: unknown = runInThisContext(`(function (${Object.keys(names).join(", ")}) {${code}})`);
  Reflect.apply(body as () => void, stack, Object.values(names));
  app.synth();
}

test.each(["tree", "matrix"])("the picture of hikube %s is what the code of the page gives", async (command) => {
  synthesizeReadme();
  const { code: exit, out } = await hikube(command, "cdktf.out/hikube.json");
  expect(exit).toBe(0);
  expect(README).toContain(`\`\`\`\n${out.replace(/^From .* judged at .*\n/m, "")}\`\`\``);
});

describe("the picture of monitoring", () => {
  beforeEach(() => {
    const app = new cdktf.App({ outdir: "cdktf.out" });
    const cluster = constructs.ClusterFacts.fromFile(join(ROOT, "examples", "monitored-company", "cluster.json"));
    new MonitoredCompanyStack(app, "monitored-company", { cluster });
    app.synth();
  });

  test("has the tree of examples/monitored-company", async () => {
    expect(README).toContain(`\`\`\`\n${(await hikube("tree", "cdktf.out/hikube.json")).out}\`\`\``);
  });

  test("shows exactly the connections that the policies of the stack leave open in it", async () => {
    const shown = [...README.matchAll(/\b(\w+) +--(\d+)--> (\w+)/g)].map(
      ([, from, port, to]) => `${from} ${port} ${to}`,
    );
    expect(shown.sort()).toEqual(flowsIn((await hikube("matrix", "cdktf.out/hikube.json")).out).toSorted());
  });
});

/** The connections of a stack's parts, of the line of the matrix that names them by their labels. */
function flowsIn(matrix: string): readonly string[] {
  const [line = ""] = matrix.split("\n").filter((one) => one.startsWith(`${NAMESPACE} -> ${NAMESPACE}: `));
  const flows = line
    .slice(`${NAMESPACE} -> ${NAMESPACE}: `.length)
    .split("; ")
    .flatMap((connection) => {
      const [, from = "", to = "", port = ""] = /^(.*) to (.*): TCP (\d+)$/.exec(connection) ?? [];
      return from.split(" | ").map((labels) => `${partOf(labels)} ${port} ${partOf(to)}`);
    });
  return [...new Set(flows)];
}

function partOf(labels: string): string {
  const inOrder = (all: readonly string[]) => [...all].sort().join(",");
  const text = (part: object) => inOrder(Object.entries(part).map(([key, value]) => `${key}=${String(value)}`));
  const found = Object.entries(STACK_PARTS).find(([, part]) => text(part) === inOrder(labels.split(",")));
  // The picture calls the Grafana that sees all by its first name.
  return found?.[0].replace("main-", "") ?? labels;
}
