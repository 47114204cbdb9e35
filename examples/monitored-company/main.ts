import { join } from "node:path";
import { App } from "cdktf";
import { ClusterFacts } from "cdktf-hikube";
import { MonitoredCompanyStack } from "./monitored-company-stack";

const { CLUSTER_FACTS, CHARTS } = process.env;

const app = new App();
new MonitoredCompanyStack(app, "monitored-company", {
  cluster: ClusterFacts.fromFile(CLUSTER_FACTS ?? join(__dirname, "cluster.json")),
  charts: CHARTS,
});
app.synth();
