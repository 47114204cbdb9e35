import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import { objectIn, textIn } from "../../src/model/json";
import { startSandbox, type DetachableSandbox } from "../../src/sandbox";
import { describeWithBinaries } from "./support";

const HIKUBE = join(__dirname, "..", "..", "dist", "src", "cli", "main.js");
const run = promisify(execFile);

/** Who one is in a sandbox: its administrator, or whoever one says, but nobody of another cluster. */
describeWithBinaries("credentials in a sandbox", () => {
  let sandbox: DetachableSandbox;
  let folder: string;
  let other: Server;
  let asked = 0;
  let token: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sandbox-credentials-"));
    sandbox = await startSandbox({ home: join(folder, "home"), name: "who" });
    token = await accountOf("ci");
    other = createServer((_, response) => {
      asked += 1;
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { server, ca = "" } = sandbox.connection;
    kubeconfig("ci.yaml", { server, "certificate-authority-data": Buffer.from(ca).toString("base64") });
    kubeconfig("other.yaml", { server: elsewhere() });
    writeFileSync(join(folder, "empty.tfrc"), "");
    writeFileSync(join(folder, "cdktf.json"), '{ "app": "true" }');
    synthesize();
  }, 900_000);

  afterAll(async () => {
    other.close();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const elsewhere = () => `http://127.0.0.1:${(other.address() as AddressInfo).port}`;

  /** An account that may do nothing but ask who it is. */
  async function accountOf(name: string): Promise<string> {
    const cluster = sandbox.cluster();
    await cluster.create({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: "default" } });
    const path = `/api/v1/namespaces/default/serviceaccounts/${name}/token`;
    return textIn(objectIn(objectIn(await cluster.raw("POST", path, { spec: {} })).status).token);
  }

  function kubeconfig(name: string, cluster: object): void {
    const clusters = [{ name: "c", cluster }];
    const contexts = [{ name: "m", context: { cluster: "c", user: "u" } }];
    const users = [{ name: "u", user: { token } }];
    writeFileSync(join(folder, name), JSON.stringify({ clusters, contexts, users, "current-context": "m" }));
  }

  function synthesize(): void {
    const app = new App({ outdir: join(folder, "cdktf.out") });
    const stack = new TerraformStack(app, "one");
    new KubernetesProvider(stack, "kubernetes", {});
    new ConfigMapV1(stack, "map", { metadata: { name: "who", namespace: "default" } });
    app.synth();
  }

  /** A line of a shell in the repository; terraform is in the folder of its stack. */
  async function shell(line: string, more: NodeJS.ProcessEnv = {}): Promise<string> {
    const own = { HIKUBE_SANDBOX_HOME: join(folder, "home"), HIKUBE_SANDBOX_NAME: "who", CHECKPOINT_DISABLE: "1" };
    const env = { ...process.env, ...own, TF_CLI_CONFIG_FILE: join(folder, "empty.tfrc"), ...more };
    const script = `hikube() { '${process.execPath}' '${HIKUBE}' "$@"; }\n${line}`;
    return run("sh", ["-c", script], { cwd: folder, env, maxBuffer: 64 << 20 }).then(
      ({ stdout, stderr }) => `${stdout}${stderr}\nended 0`,
      (error: unknown) => {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return `${stdout}${stderr}\nended ${code}`;
      },
    );
  }

  /** The same inside of `hikube sandbox exec`. */
  function inside(line: string, more: NodeJS.ProcessEnv = {}): Promise<string> {
    return shell(`hikube sandbox exec --providers offline -- sh -c "$LINE"`, { LINE: line, ...more });
  }

  const HIKUBE_WORD = `'${process.execPath}' '${HIKUBE}'`;
  const TERRAFORM = "terraform -chdir=cdktf.out/stacks/one";
  const APPLY = `${TERRAFORM} init -input=false >/dev/null && ${TERRAFORM} apply -input=false -auto-approve -no-color`;

  test.each<[string, string, (() => NodeJS.ProcessEnv)?]>([
    ["KUBECONFIG inside", `export KUBECONFIG=ci.yaml; ${APPLY}`],
    ["KUBE_CONFIG_PATH inside", `export KUBE_CONFIG_PATH=ci.yaml; ${APPLY}`],
    ["a token inside", `export KUBE_TOKEN=$CI_TOKEN; ${APPLY}`],
    ["KUBECONFIG outside, of the same sandbox", APPLY, () => ({ KUBECONFIG: join(folder, "ci.yaml") })],
    ["--kubeconfig of hikube", `${HIKUBE_WORD} apply --no-synth --auto-approve --kubeconfig ci.yaml --context m`],
    ["KUBECONFIG of hikube", `KUBECONFIG=ci.yaml ${HIKUBE_WORD} apply --no-synth --auto-approve`],
  ])("are used by terraform, its providers and hikube: %s", async (_, line, more = () => ({})) => {
    const said = await inside(line, { CI_TOKEN: token, ...more() });
    expect(said).toContain('User "system:serviceaccount:default:ci" cannot create resource "configmaps"');
    expect(said).toContain("ended 1");
  });

  test.each([
    ["KUBECONFIG", `export KUBECONFIG=other.yaml; ${APPLY}`],
    ["KUBE_HOST", `export KUBE_HOST=$OTHER; ${APPLY}`],
    ["--kubeconfig", `${HIKUBE_WORD} apply --no-synth --auto-approve --kubeconfig other.yaml`],
    ["--kubeconfig of a command without terraform", `${HIKUBE_WORD} suspend tenant-x --kubeconfig other.yaml`],
  ])("are refused where they are of another cluster, and it is not asked: %s", async (_, line) => {
    const said = await inside(line, { OTHER: elsewhere() });
    expect(said).toContain(`these credentials are of the cluster ${elsewhere()}, and this runs in the sandbox at`);
    expect(said).toMatch(/ended [12]$/);
    expect(asked).toBe(0);
  });

  test("that cannot be read are an error", async () => {
    const said = await inside(`${HIKUBE_WORD} plan --no-synth --context nope`);
    expect(said).toContain('the kubeconfig has no entry "nope" under contexts [invalid-kubeconfig]');
    expect(said).toContain("ended 2");
  });

  test("a shell of `sandbox env` plans and applies with the offline providers, whatever the shell says of other clusters", async () => {
    const env = `eval "$(hikube sandbox env --providers offline)"`;
    const outside = { KUBECONFIG: join(folder, "other.yaml"), KUBE_CONFIG_PATH: join(folder, "other.yaml") };
    const said = await shell(`${env}; ${APPLY} && ${TERRAFORM} plan -detailed-exitcode -no-color`, outside);
    expect(said).toContain("Apply complete! Resources: 1 added");
    expect(said).toContain("No changes.");
    expect(await shell(`${env}; hikube plan --no-synth --detailed-exitcode`, outside)).toContain("ended 0");
    expect(await shell(`${env}; hikube destroy --no-synth --auto-approve`, outside)).toContain("ended 0");
    expect(asked).toBe(0);
  });
});
