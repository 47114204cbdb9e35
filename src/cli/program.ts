import { Command as Commander } from "commander";
import { EXIT_MEANINGS, type Command, type Io } from "./command";
import { access } from "./commands/access";
import { apply } from "./commands/apply";
import { check } from "./commands/check";
import { clusterInspect } from "./commands/cluster-inspect";
import { completionOf } from "./commands/completion";
import { dashboardsExport } from "./commands/dashboards-export";
import { destroy } from "./commands/destroy";
import { diff } from "./commands/diff";
import { expire } from "./commands/expire";
import { init } from "./commands/init";
import { kubeconfig } from "./commands/kubeconfig";
import { matrix } from "./commands/matrix";
import { migrate } from "./commands/migrate";
import { plan } from "./commands/plan";
import { providerBundle } from "./commands/provider-bundle";
import { providerInstall } from "./commands/provider-install";
import { providerPack } from "./commands/provider-pack";
import { recover } from "./commands/recover";
import { release } from "./commands/release";
import { render } from "./commands/render";
import { report } from "./commands/report";
import { resume } from "./commands/resume";
import { sandboxDown } from "./commands/sandbox-down";
import { sandboxEnv } from "./commands/sandbox-env";
import { sandboxExec } from "./commands/sandbox-exec";
import { sandboxStatus } from "./commands/sandbox-status";
import { sandboxUp } from "./commands/sandbox-up";
import { suspend } from "./commands/suspend";
import { synth } from "./commands/synth";
import { tenants } from "./commands/tenants";
import { tree } from "./commands/tree";
import { addCommand, quiet, type Run } from "./parser";
import { packageVersion } from "./version";
import type { Vocabulary } from "./words";

const GROUPS: Readonly<Record<string, string>> = {
  sandbox: "a real Kubernetes control plane on this machine",
  cluster: "facts of a live cluster",
  dashboards: "Grafana's boards of a monitoring stack",
  provider: "the Terraform provider hikube, and one of your own",
};

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  init,
  check,
  tree,
  matrix,
  access,
  report,
  render,
  synth,
  diff,
  plan,
  apply,
  destroy,
  recover,
  migrate,
  release,
  expire,
  suspend,
  resume,
  tenants,
  kubeconfig,
  clusterInspect,
  sandboxUp,
  sandboxDown,
  sandboxStatus,
  sandboxEnv,
  sandboxExec,
  dashboardsExport,
  providerInstall,
  providerBundle,
  providerPack,
  completionOf(() => COMMANDS, GROUPS),
];

/** The words that there are. */
export const VOCABULARY: Vocabulary = { commands: COMMANDS, groups: Object.keys(GROUPS) };

const EXIT_CODES = `
Exit codes:
${Object.entries(EXIT_MEANINGS)
  .map(([code, meaning]) => `  ${code}  ${meaning}`)
  .join("\n")}
  3  findings: faults (check), connections that are open and not declared or too costly to evaluate (matrix --live),
     access that is not declared (access --live), all of these (report), expired tenants (expire), a plan that apply
     refuses (plan), pods that still run (suspend, expire --suspend), no tenant that is
     yours (tenants)
  \`sandbox exec\` ends with the code of the command that it runs.`;

/** Builds the parser. `onRun` gets the outcome of the one command that is called. */
export function buildProgram(io: Io, onRun: (run: Run) => void): Commander {
  const called = { commands: COMMANDS };
  const program = quiet(new Commander("hikube"), io, called)
    .description("Isolated tenants on Kubernetes as code.")
    .version(packageVersion(), "-V, --version", "print the version")
    .addHelpText("after", EXIT_CODES);
  for (const [name, description] of Object.entries(GROUPS)) {
    quiet(program.command(name), io, called).description(description);
  }
  for (const command of COMMANDS) {
    const group = command.path.length === 2 ? command.path[0] : undefined;
    const parent = program.commands.find((candidate) => candidate.name() === group) ?? program;
    addCommand(parent, command, { io, onRun, commands: COMMANDS });
  }
  return program;
}
