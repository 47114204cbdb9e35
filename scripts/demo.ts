import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { streamProgress } from "../src/support/progress";

const ROOT = join(__dirname, "..");
const SANDBOX = "demo";
const FACTS = join("cdktf.out", "cluster.json");

/** One command of the demo, as a user would type it. */
interface Step {
  readonly title: string;
  readonly command: readonly string[];
  /** Lines of the output worth showing. @default - none */
  readonly show?: RegExp;
  /** Pieces of the output that are counted while the command runs, of one that tells no progress by itself. @default - none */
  readonly counts?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

type Command = readonly string[];

const hikube = (...args: Command): Command => ["npx", "hikube", ...args];
const inSandbox = (...command: Command): Command => hikube("sandbox", "exec", "--name", SANDBOX, "--", ...command);
const withCharts = (command: Command): Command => ["npm", "run", "--silent", "stand-in-charts", "--", ...command];

/** By what is asked for: `npm run demo`, `npm run demo -- monitoring`. */
const DEMOS: Readonly<Record<string, readonly Step[]>> = {
  company: steps("company"),
  monitoring: [
    ...steps("monitored-company", withCharts),
    {
      title: "Look at the stack: the pods of the tenant's share",
      command: inSandbox("kubectl", "get", "pods", "--namespace", "tenant-acme-monitoring"),
      show: /./,
    },
    {
      title: "Ask a panel of a dashboard, with real VictoriaMetrics, vmauth and vmagent as they are configured there",
      command: ["npx", "tsx", "scripts/panel-data.ts", SANDBOX],
      show: /./,
    },
  ],
};

/** From nothing to an example that is applied. @param around what its synth and terraform run in */
function steps(example: string, around: (command: Command) => Command = (command) => command): readonly Step[] {
  const stack = join("cdktf.out", "stacks", example);
  const terraform = (...args: Command): Command => around(inSandbox("terraform", `-chdir=${stack}`, ...args));
  return [
    {
      title: "Stop the sandbox of an earlier demo, if there is one",
      command: hikube("sandbox", "down", "--name", SANDBOX),
    },
    { title: "Start a Kubernetes control plane", command: hikube("sandbox", "up", "--name", SANDBOX), show: /./ },
    {
      title: "Ask the cluster for its facts",
      command: inSandbox("npx", "hikube", "cluster", "inspect", "--out", FACTS),
    },
    {
      title: `Synthesize examples/${example}`,
      command: around(["npx", "tsx", `examples/${example}/main.ts`]),
      env: { CLUSTER_FACTS: FACTS },
    },
    { title: "terraform init", command: terraform("init", "-input=false", "-no-color") },
    { title: "terraform plan", command: terraform("plan", "-input=false", "-no-color", "-out=plan"), show: /^Plan:/ },
    {
      title: "terraform apply",
      command: terraform("apply", "-input=false", "-no-color", "plan"),
      show: /^Apply complete/,
      counts: /: Creation complete/g,
    },
    { title: "Print the tenant tree", command: hikube("tree"), show: /./ },
    {
      title: "Plan once more: nothing to change",
      command: terraform("plan", "-input=false", "-no-color", "-detailed-exitcode"),
      show: /^No changes/,
      counts: /: Refreshing state/g,
    },
  ];
}

async function demo([name = "company"]: readonly string[]): Promise<void> {
  const chosen = DEMOS[name];
  if (chosen === undefined) throw new Error(`no demo "${name}"; there are ${Object.keys(DEMOS).join(", ")}`);
  mkdirSync(join(ROOT, "cdktf.out"), { recursive: true });
  for (const [index, step] of chosen.entries()) await runStep(step, `[${index + 1}/${chosen.length}]`);
  process.stdout.write(AFTERWARDS);
}

const AFTERWARDS = `
The sandbox is still running. Look at it:
  npx hikube sandbox exec --name ${SANDBOX} -- kubectl get namespaces,resourcequotas -A
  npx hikube sandbox env --name ${SANDBOX}      # variables for your own shell
Stop it:
  npx hikube sandbox down --name ${SANDBOX}
`;

async function runStep(step: Step, position: string): Promise<void> {
  process.stdout.write(`\n${position} ${step.title}\n      $ ${step.command.join(" ")}\n`);
  const started = Date.now();
  const { code, output } = await run(step);
  const lines = output.split("\n").filter((line) => code !== 0 || step.show?.test(line) === true);
  for (const line of lines) process.stdout.write(`      ${line}\n`);
  if (code !== 0) throw new Error(`${step.title}: exit code ${code}`);
  const seconds = (Date.now() - started) / 1000;
  process.stdout.write(`      done in ${seconds.toFixed(1)} s\n`);
}

/** Progress (standard error) goes straight to the user; the rest is kept to pick from, and counted where that is progress. */
function run(step: Step): Promise<{ code: number; output: string }> {
  const progress = step.counts === undefined ? undefined : streamProgress().step("      working");
  const [program = "", ...args] = step.command;
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", ...step.env };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    let count = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      count += chunk.toString("utf8").match(step.counts ?? /$^/g)?.length ?? 0;
      progress?.update(`${count} objects`);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      progress?.done(`${count} objects`);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

demo(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
