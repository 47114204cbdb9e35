import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, S3Backend, TerraformOutput, TerraformStack, type S3BackendConfig } from "cdktf";

/** An app of two stacks, `one` and `two`, of which the second reads an output of the first: see sandbox-state.test.ts. */
const app = new App();
const prefix = process.env.OBJECTS ?? "two-stacks";

const one = stackOf("one");
const first = new ConfigMapV1(one, "map", {
  metadata: { name: `${prefix}-one`, namespace: "default" },
  data: { made: "by one" },
});
new TerraformOutput(one, "name", { value: first.metadata.name });

const two = stackOf("two");
new ConfigMapV1(two, "map", {
  metadata: { name: `${prefix}-two`, namespace: "default" },
  data: { reads: first.metadata.name },
});
app.synth();

/** `S3` holds JSON of an S3 backend; without it cdktf's default is taken. */
function stackOf(name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new KubernetesProvider(stack, "kubernetes", {});
  const s3 = process.env.S3;
  if (s3 !== undefined) new S3Backend(stack, { ...(JSON.parse(s3) as S3BackendConfig), key: name });
  return stack;
}
