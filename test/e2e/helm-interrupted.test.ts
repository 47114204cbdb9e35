import { spawn, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { addressesOf } from "../../src/offline/registry";
import { reattachVariable, serveInProcess, type Served } from "../../src/plugin";
import { terraformBinaries } from "./binaries";
import { demoChart, helmProgram } from "./chart-archives";
import { helmGround, recordsIn, untilStatus, type HelmGround } from "./helm-ground";
import { Project } from "./kubernetes-provider-project";
import { describeOnSandbox } from "./support";

const STUCK = 'replicas: 1\nnodeSelector: { nowhere: "here" }';

describeOnSandbox("a helm that is cut off", (sandbox) => {
  let ground: HelmGround;
  let served: readonly Served[];
  let chart: string;

  beforeAll(async () => {
    ground = helmGround(sandbox());
    chart = demoChart("1.0.0");
    const provider = ground.provider();
    const addresses = addressesOf({ name: "helm", version: "3.1.1" });
    served = await Promise.all(addresses.map((address) => serveInProcess(provider, { address })));
  });

  afterAll(async () => {
    await Promise.all(served.map((one) => one.close()));
    ground.home.remove();
    rmSync(ground.folder, { recursive: true, force: true });
  });

  describe.each(terraformBinaries())("under $name", ({ name, path }) => {
    const namespace = `helm-cut-${name}`;
    let project: Project;
    const env = () => ({ ...ground.environment, ...reattachVariable(served.map(({ reattach }) => reattach)) });

    beforeEach(() => {
      project = new Project(path(), env());
    });

    afterEach(async () => {
      await project.succeed("destroy", "-auto-approve", "-no-color");
      expect(await recordsIn(ground.cluster, namespace)).toEqual([]);
      project.remove();
    });

    function write(values: string): void {
      project.write({
        terraform: { required_providers: { helm: { source: "hashicorp/helm", version: "3.1.1" } } },
        provider: { helm: {} },
        resource: {
          helm_release: { a: { name: "a", namespace, create_namespace: true, chart, values: [values] } },
        },
      });
    }

    /** Kills a helm in the middle, as the end of its machine would: nothing of it runs on. */
    async function killedHelm(command: "install" | "upgrade", status: string): Promise<void> {
      const args = [command, "a", chart, "--namespace", namespace, "--wait", "--timeout=10m", "--create-namespace"];
      const values = ["--set", "replicas=1,nodeSelector.nowhere=here"];
      const more = command === "upgrade" ? ["--install"] : [];
      const child = spawn(helmProgram(), [...args, ...values, ...more], {
        env: { ...process.env, KUBECONFIG: ground.environment.KUBECONFIG },
        stdio: "ignore",
      });
      await untilStatus(ground.cluster, namespace, status);
      child.kill("SIGKILL");
      await ended(child);
    }

    test("after a kill in the middle of an install the next apply installs it", async () => {
      await killedHelm("install", "pending-install");
      write("replicas: 1");
      const output = await project.succeed("apply", "-auto-approve", "-no-color");
      expect(output).toContain('The release "a" was left half installed');
      expect(await project.planCode()).toMatchObject({ code: 0 });
    });

    test("after a kill in the middle of an upgrade the next apply goes on from the last good revision", async () => {
      write("greeting: hello");
      await project.succeed("apply", "-auto-approve", "-no-color");
      await killedHelm("upgrade", "pending-upgrade");
      write("greeting: servus");
      const output = await project.succeed("apply", "-auto-approve", "-no-color");
      expect(output).toContain("It was brought back to revision 1");
      expect(await project.planCode()).toMatchObject({ code: 0 });
    });

    test("a half-done install of another chart is nobody's to remove", async () => {
      await killedHelm("install", "pending-install");
      const other = demoChart("1.0.0", { "Chart.yaml": "apiVersion: v2\nname: other\nversion: 1.0.0\n" });
      write("replicas: 0");
      const mine = chart;
      chart = other;
      write("replicas: 0");
      const { code, output } = await project.command("apply", "-auto-approve", "-no-color");
      expect({ code, isTold: output.includes("is not finished") }).toEqual({ code: 1, isTold: true });
      chart = mine;
      write("replicas: 0");
      await project.succeed("apply", "-auto-approve", "-no-color");
    });

    test("after a kill of terraform in the middle of an install the next apply finishes it", async () => {
      write(STUCK);
      const child = spawn(path(), ["apply", "-auto-approve", "-no-color"], {
        cwd: project.directory,
        env: { ...env(), CHECKPOINT_DISABLE: "1" },
        stdio: "ignore",
      });
      await untilStatus(ground.cluster, namespace, "pending-install");
      child.kill("SIGKILL");
      await ended(child);
      await untilStatus(ground.cluster, namespace, "failed");
      write("replicas: 1");
      const output = await project.succeed("apply", "-auto-approve", "-no-color", "-lock=false");
      expect(output).toContain('The release "a" is of an apply that was cut off');
      expect(await project.planCode("-lock=false")).toMatchObject({ code: 0 });
    });

    test("Ctrl-C ends helm, the state of the release is told, and the next apply works", async () => {
      write(STUCK);
      const child = spawn(path(), ["apply", "-auto-approve", "-no-color"], {
        cwd: project.directory,
        env: { ...env(), CHECKPOINT_DISABLE: "1" },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const output = textOf(child);
      await untilStatus(ground.cluster, namespace, "pending-install");
      child.kill("SIGINT");
      await ended(child);
      expect(output()).toMatch(/Helm could not install the release "a"[^]*The release is failed now, at revision 1/);
      expect(output()).toContain("It was asked to end before it was done");
      write("replicas: 1");
      await project.succeed("apply", "-auto-approve", "-no-color");
    });
  });
});

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once("close", resolve));
}

function textOf(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  // Terraform wraps long lines of its errors.
  return () => text.replaceAll(/\s*\n[│╷╵]?\s*/g, " ");
}
