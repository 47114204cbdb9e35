import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import * as cdktf from "cdktf";
import * as constructs from "cdktf-hikube";
import { hikube, inFolder } from "./call";

const ROOT = join(__dirname, "..", "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const [code = ""] = /(?<=^```ts\n).*?(?=^```$)/ms.exec(README) ?? [];

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
  expect(README).toContain(`\`\`\`\n${out}\`\`\``);
});
