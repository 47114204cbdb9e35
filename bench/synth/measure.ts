import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";

/** `COUNT OUTDIR`: synthesizes one forest and prints what the whole process took. */
export function measure(build: (stack: TerraformStack, count: number) => void): void {
  const [count, outdir] = process.argv.slice(2);
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "bench");
  new KubernetesProvider(stack, "kubernetes", {});
  build(stack, Number(count));
  app.synth();
  const { user, system } = process.cpuUsage();
  const cpuMs = (user + system) / 1000;
  process.stdout.write(JSON.stringify({ cpuMs, memoryMb: process.resourceUsage().maxRSS / 1024 }));
}
