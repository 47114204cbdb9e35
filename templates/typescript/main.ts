import { App } from "cdktf";
import { ClusterFacts } from "cdktf-hikube";
import { PlatformStack } from "./platform-stack";
import { TenantsStack } from "./tenants-stack";

const app = new App();
const cluster = ClusterFacts.fromFile("cluster.json");
const { platform } = new PlatformStack(app, "platform", cluster);
new TenantsStack(app, "tenants", platform);
app.synth();
