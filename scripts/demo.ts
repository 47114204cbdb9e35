import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const SANDBOX = "demo";
const STACK = join("cdktf.out", "stacks", "company");

/** One command of the demo, as a user would type it. */
interface Step {
  readonly title: string;
  readonly command: readonly string[];
  /** Lines of the output worth showing. @default - none */
  readonly show?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

const hikube = (...args: readonly string[]): readonly string[] => ["npx", "hikube", ...args];
const inSandbox = (...command: readonly string[]): readonly string[] =>
  hikube("sandbox", "exec", "--name", SANDBOX, "--", ...command);
const terraform = (...args: readonly string[]): readonly string[] => inSandbox("terraform", `-chdir=${STACK}`, ...args);

const STEPS: readonly Step[] = [
  {
    title: "Stop the sandbox of an earlier demo, if there is one",
    command: hikube("sandbox", "down", "--name", SANDBOX),
  },
  { title: "Start a Kubernetes control plane", command: hikube("sandbox", "up", "--name", SANDBOX), show: /./ },
  {
    title: "Ask the cluster for its facts",
    command: inSandbox("npx", "hikube", "cluster", "inspect", "--out", join("cdktf.out", "cluster.json")),
  },
  {
    title: "Synthesize examples/company",
    command: ["npx", "tsx", "examples/company/main.ts"],
    env: { CLUSTER_FACTS: join("cdktf.out", "cluster.json") },
  },
  { title: "terraform init", command: terraform("init", "-input=false", "-no-color") },
  { title: "terraform plan", command: terraform("plan", "-input=false", "-no-color", "-out=plan"), show: /^Plan:/ },
  {
    title: "terraform apply",
    command: terraform("apply", "-input=false", "-no-color", "plan"),
    show: /^Apply complete/,
  },
  { title: "Print the tenant tree", command: hikube("tree"), show: /./ },
  {
    title: "Plan once more: nothing to change",
    command: terraform("plan", "-input=false", "-no-color", "-detailed-exitcode"),
    show: /^No changes/,
  },
];

async function demo(): Promise<void> {
  mkdirSync(join(ROOT, "cdktf.out"), { recursive: true });
  for (const [index, step] of STEPS.entries()) await runStep(step, `[${index + 1}/${STEPS.length}]`);
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

/** Progress (standard error) goes straight to the user; the rest is kept to pick from. */
function run(step: Step): Promise<{ code: number; output: string }> {
  const [program = "", ...args] = step.command;
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", ...step.env };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

demo().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
