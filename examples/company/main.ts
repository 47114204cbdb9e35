import { join } from "node:path";
import { App } from "cdktf";
import { ClusterFacts } from "cdktf-hikube";
import { CompanyStack } from "./company-stack";

const { CLUSTER_FACTS, UNPROTECTED } = process.env;

const app = new App();
new CompanyStack(app, "company", {
  cluster: ClusterFacts.fromFile(CLUSTER_FACTS ?? join(__dirname, "cluster.json")),
  unprotected: UNPROTECTED === "1",
});
app.synth();
