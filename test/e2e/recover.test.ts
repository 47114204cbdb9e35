import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseStackConfig } from "../../src/cli/project/stack-config";
import { keyOf, managedObjects } from "../../src/cli/recover/live-objects";
import { parseState } from "../../src/cli/recover/state";
import { provideProviders, type ProviderEnvironment, type Sandbox } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { interruptedApply, seededRandom, type Interrupted } from "./killed-apply";
import { asAnyCluster, describeOnSandbox } from "./support";
import { MOMENTS, type Moment } from "./write-gate";

const run = promisify(execFile);
const SEED = Number(process.env.HIKUBE_SEED ?? 20_260_101);
/** How often each of the two is killed: at each moment once at least. */
const KILLS = process.env.CI === undefined ? { terraform: 4, tofu: 3 } : { terraform: 20, tofu: 8 };

describeOnSandbox("after kill -9 of terraform", (sandbox) => {
  describe.each(terraformBinaries())("$name", (binary) => {
    const times = KILLS[binary.name];
    let ground: Ground;

    beforeAll(async () => {
      ground = await openGround(sandbox(), binary.path(), binary.name);
    });

    afterAll(() => ground.close());

    test(`recover and apply converge, whichever write it dies at (seed ${SEED})`, async () => {
      const random = seededRandom(SEED);
      for (let turn = 0; turn < times; turn += 1) {
        await ground.enter(`turn${turn}`);
        // Each object takes a write at least. One write in each slice of them: early and late ones, whatever the seed.
        const last = ground.declared() - 1;
        const write = 1 + Math.floor(((turn + random()) / times) * last);
        const moment = MOMENTS[turn % MOMENTS.length]!;
        expect(await ground.kill(write, moment)).toEqual({
          killed: true,
          writes: moment === "before" ? write - 1 : write,
        });
        await ground.hikube("recover", "tenants.yaml", "--no-platform", "--stack", "tenants");
        await ground.hikube("apply", "tenants.yaml", "--no-platform", "--auto-approve");
        await ground.expectWhole();
      }
    }, 900_000);

    test("a state that was cut off in the middle is set aside and made again", async () => {
      await ground.enter("cut");
      await ground.hikube("apply", "tenants.yaml", "--no-platform", "--auto-approve");
      truncateSync("terraform.tenants.tfstate", 4096);
      const failing = await ground.try("plan", "tenants.yaml", "--no-platform");
      expect(failing).toMatchObject({ code: 1, err: expect.stringContaining("hikube recover") as unknown });
      const { out } = await ground.hikube("recover", "tenants.yaml", "--no-platform");
      expect(out).toContain("terraform.tenants.tfstate.broken");
      await ground.expectWhole();
    });

    test("without recover the next apply says what to do", async () => {
      await ground.enter("lost");
      await ground.hikube("apply", "tenants.yaml", "--no-platform", "--auto-approve");
      rmSync("terraform.tenants.tfstate");
      const { code, out } = await ground.try("apply", "tenants.yaml", "--no-platform", "--auto-approve");
      expect(code).toBe(1);
      expect(out).toMatch(/already exists[^]*hikube recover/);
    });

    test("an object that terraform would make anew is kept", async () => {
      await ground.enter("taint");
      await ground.hikube("apply", "tenants.yaml", "--no-platform", "--auto-approve");
      const state = readFileSync("terraform.tenants.tfstate", "utf8");
      const tainted = state.replace(
        /("type": "kubernetes_namespace_v1"[^]*?"instances": \[\s*\{)/,
        '$1"status": "tainted",',
      );
      writeFileSync("terraform.tenants.tfstate", tainted);
      const [namespace] = parseState(tainted).tainted;
      expect(namespace).toMatch(/^kubernetes_namespace_v1\./);
      const { out } = await ground.hikube("recover", "tenants.yaml", "--no-platform");
      expect(out).toContain(`kept instead of being created again: Namespace tenant-${binary.name}taintx`);
      await ground.expectWhole();
    });

    test("destroy after a recovery leaves nothing", async () => {
      await ground.enter("end");
      await ground.kill(5, "after");
      await ground.hikube("recover", "tenants.yaml", "--no-platform");
      await ground.hikube("destroy", "tenants.yaml", "--no-platform", "--auto-approve");
      expect(await ground.live()).toEqual([]);
    });
  });
});

/** A folder with a small tree of tenants at a time, on one sandbox. */
interface Ground {
  /** Goes to a new folder with tenants of a name of their own, synthesized and initialised. */
  enter(name: string): Promise<void>;
  /** How many objects the tenants of this folder have. */
  declared(): number;
  /** Applies with terraform alone, which dies at one of its writes; what was on its way then has arrived. */
  kill(write: number, moment: Moment): Promise<Interrupted>;
  readonly hikube: Hikube;
  /** As `hikube`, but a failure is an answer. */
  readonly try: Hikube;
  /** Keys of the objects of ours that belong to the tenants of this folder. */
  live(): Promise<readonly string[]>;
  /** What is declared is what the state knows and what the cluster holds, and a plan has nothing to change. */
  expectWhole(): Promise<void>;
  close(): Promise<void>;
}

async function openGround(sandbox: Sandbox, terraform: string, owner: string): Promise<Ground> {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), "hikube-recover-"));
  const environment = {
    ...process.env,
    ...asAnyCluster(sandbox, folder),
    HIKUBE_TERRAFORM: terraform,
    CHECKPOINT_DISABLE: "1",
  };
  const providers: ProviderEnvironment = await provideProviders({ source: "offline", environment });
  const env = { ...environment, ...providers.env };
  // The providers live in this process and know the environment that they were made for.
  const gate = join(folder, "gate");
  const gated = { ...environment, KUBECONFIG: gate, KUBE_CONFIG_PATH: gate };
  const gatedProviders = await provideProviders({ source: "offline", environment: gated });
  const facts = JSON.stringify(await sandbox.facts());
  const attempt = hikubeWith(env);
  const hikube = succeeding(attempt);
  let prefix = "";
  const stackFolder = () => join(process.cwd(), "cdktf.out", "stacks", "tenants");
  const config = () => parseStackConfig(readFileSync(join(stackFolder(), "cdk.tf.json"), "utf8"));
  const live = async () => {
    const found = await managedObjects(sandbox.cluster(), config().objects);
    const isOurs = ({ name, namespace = name }: { name: string; namespace?: string }) => namespace.startsWith(prefix);
    return found.filter(isOurs).map(keyOf).sort();
  };
  return {
    hikube,
    live,
    try: attempt,
    async enter(name) {
      // Two names of the tests never begin alike: objects are told apart by it.
      const tenant = `${owner}${name}x`;
      prefix = `tenant-${tenant}`;
      const place = join(folder, name);
      mkdirSync(place);
      process.chdir(place);
      writeFileSync("cluster.json", facts);
      writeFileSync("tenants.yaml", tenantsFile(tenant));
      await hikube("synth", "tenants.yaml", "--no-platform");
      await run(terraform, ["init", "-input=false"], { cwd: stackFolder(), env });
    },
    declared: () => config().objects.length,
    kill: (write, moment) =>
      interruptedApply({
        terraform,
        cwd: stackFolder(),
        env: { ...gated, ...gatedProviders.env },
        connection: sandbox.connection,
        kubeconfig: gate,
        kill: { write, moment },
      }),
    async expectWhole() {
      const { out } = await hikube("plan", "tenants.yaml", "--no-platform");
      expect(out).toBe("nothing to change\n");
      const { objects } = config();
      expect(await live()).toEqual(objects.map(keyOf).sort());
      const state = parseState(readFileSync("terraform.tenants.tfstate", "utf8"));
      expect([...state.addresses].sort()).toEqual(objects.map(({ address }) => address).sort());
    },
    async close() {
      process.chdir(home);
      await Promise.all([providers.close(), gatedProviders.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function tenantsFile(name: string): string {
  return `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: ${name}
    profile: development
    access: { admins: [{ kind: Group, name: ann }], viewers: [{ kind: Group, name: bob }] }
    children:
      - name: web
        quota: { cpu: "2", memory: 4Gi, storage: 20Gi }
`;
}
