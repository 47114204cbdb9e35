import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { ClusterFacts, HikubeSubTenant, HikubeTenant } from "cdktf-hikube";
import { MonitoredCompanyStack } from "../../examples/monitored-company/monitored-company-stack";
import { resourcesIn } from "../../test/constructs/written";

const STACK = "monitored-company";
const FACTS = join(__dirname, "..", "..", "examples", STACK, "cluster.json");
/** What has pods: workloads, and releases. */
const WITH_PODS = /"kind":"(Deployment|DaemonSet|StatefulSet|Job|CronJob|Pod|ReplicaSet)"|^"helm_release/;

/** How many more things with pods the example has, or has in another form, when it has one more sub-tenant. */
export function podsOfOneMore(): number {
  const before = new Set(withPods());
  return withPods("lab").filter((text) => !before.has(text)).length;
}

function withPods(more?: string): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), "one-more-"));
  try {
    const app = new App({ outdir });
    const stack = new MonitoredCompanyStack(app, STACK, { cluster: ClusterFacts.fromFile(FACTS) });
    const parent = stack.node.findChild("acme");
    if (more !== undefined && parent instanceof HikubeTenant) {
      new HikubeSubTenant(stack, more, { parent, name: more, quota: { cpu: "1", memory: "2Gi", storage: "10Gi" } });
    }
    app.synth();
    const resources = Object.entries(resourcesIn(outdir, STACK)).flatMap(([type, named]) =>
      Object.entries(named).map(([name, config]) => JSON.stringify([`${type}.${name}`, config]).slice(1)),
    );
    return resources.filter(
      (text) => WITH_PODS.test(text) || /^"kubernetes_(deployment|daemon_set|stateful)/.test(text),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
