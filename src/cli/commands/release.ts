import { isDnsLabel } from "../../model/kubernetes/names";
import { printableLine } from "../../model/printable";
import { defineCommand, EXIT, ProjectError, UsageError, type Outcome } from "../command";
import { assertSomebodyAnswers, AUTO_APPROVE, confirm } from "../confirm";
import { missingRights, type ClusterRight } from "../cluster-rights";
import { note } from "../printer";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, withProject, type ProjectOptions } from "../project/project";
import { letGo } from "../release/let-go";
import { planRelease, type Leaving, type ReleasePlan } from "../release/release-tenants";
import { counted } from "../text";

interface Options extends ProjectOptions {
  readonly withSubTenants?: boolean;
  readonly removeWalls?: boolean;
  readonly keepWalls?: boolean;
  readonly dryRun?: boolean;
  readonly autoApprove?: boolean;
}

export const release = defineCommand<Options>({
  path: ["release"],
  summary: "let go of a tenant: out of the state, nothing destroyed",
  description:
    "Takes a tenant out of Terraform's state, so that no apply and no destroy touches it any more. Namespace, workloads and volumes stay, and so do " +
    "its policies, quotas and bindings, which nobody changes then; --remove-walls takes those away too, access first. Release it before you take it out of the " +
    "code: an apply in between is refused by what exists, and one of code without it would have destroyed it. Nothing is " +
    "destroyed in either order once it is released.",
  examples: [
    "hikube release tenant-shop --dry-run",
    "hikube release tenant-shop tenants.yaml",
    "hikube release tenant-shop --with-sub-tenants --remove-walls",
  ],
  argument: { notation: "<namespace>", description: "namespace of the tenant" },
  secondArgument: PROJECT_ARGUMENT,
  options: [
    ...PROJECT_OPTIONS,
    { flags: "--with-sub-tenants", description: "its sub-tenants too; without it they are a reason to refuse" },
    { flags: "--keep-walls", description: "its policies, quotas and bindings stay (default)" },
    { flags: "--remove-walls", description: "its policies, quotas, bindings and labels go; it is no tenant any more" },
    { flags: "--dry-run", description: "only say what would be done" },
    AUTO_APPROVE,
  ],
  async run({ withSubTenants = false, dryRun = false, autoApprove = false, ...options }, io, [namespace = "", file]) {
    const { keepWalls = false, removeWalls: mayRemove = false } = options;
    const faults = [
      ...(isDnsLabel(namespace) ? [] : [`"${namespace}" is not the name of a namespace`]),
      ...(keepWalls && mayRemove ? ["--keep-walls and --remove-walls exclude each other; pass one"] : []),
    ];
    if (faults.length > 0) throw new UsageError(faults);
    return withProject(file, options, io, async (project) => {
      const plan = await planRelease(project, { namespace, withSubTenants, removeWalls: mayRemove });
      if (options.stack !== undefined) note(io, "other-states-not-asked", otherStates(namespace, options.stack));
      try {
        await assertMay(plan, mayRemove, namespace);
        if (dryRun) return outcome(plan, mayRemove, true);
        if (!autoApprove) assertSomebodyAnswers(io);
        io.stderr.write(`${textOf(plan, mayRemove, true)}\n`);
        if (!autoApprove && !(await confirm("Release this?", io)))
          return { text: "nothing was changed", exitCode: EXIT.failed };
        await letGo(plan, { terraform: project.terraform, mayRemove, io });
        return outcome(plan, mayRemove, false);
      } finally {
        plan.cluster.close();
      }
    });
  },
});

/** A tenant that moves from stack to stack is in two states. */
function otherStates(namespace: string, stacks: readonly string[]): string {
  return `only ${stacks.join(", ")} was looked at: another stack of this code whose state holds ${namespace} would destroy it`;
}

/** @throws ProjectError that names every right that is missing */
async function assertMay(plan: ReleasePlan, mayRemove: boolean, namespace: string): Promise<void> {
  const rights = rightsFor(plan, mayRemove);
  const distinct = new Map(rights.map((right) => [JSON.stringify(Object.entries(right).sort()), right]));
  const lines = await missingRights(plan.cluster, [...distinct.values()]);
  if (lines.length === 0) return;
  throw new ProjectError(
    [
      `missing permissions to release ${namespace}; nothing was changed:`,
      ...lines.map((line) => `  ${line}`),
      "hint: get a binding to the ClusterRole hikube:platform",
    ],
    "missing-permission",
  );
}

/** What the command itself does; the state is written with whatever its backend asks for. */
function rightsFor({ tenants }: ReleasePlan, mayRemove: boolean): readonly ClusterRight[] {
  const names = [...tenants.map(({ namespace }) => namespace)];
  const namespaces = names.flatMap((namespace): readonly ClusterRight[] => [
    { namespace, verb: "patch", group: "", resource: "namespaces" },
    { namespace, verb: "update", group: "hikube.cloud", resource: "tenants" },
  ]);
  if (!mayRemove) return namespaces;
  const walls = tenants.flatMap(({ namespace, walls: objects }) => [
    { namespace, verb: "delete", group: "hikube.cloud", resource: "tenants" } as const,
    { namespace, verb: "patch", group: "", resource: "serviceaccounts" } as const,
    ...objects.map(({ apiVersion, kind, metadata }): ClusterRight => ({
      namespace: metadata.namespace ?? "",
      verb: "delete",
      group: apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "",
      resource: kind === "NetworkPolicy" ? "networkpolicies" : `${kind.toLowerCase()}s`,
    })),
  ]);
  return [...namespaces, ...walls];
}

function outcome(plan: ReleasePlan, mayRemove: boolean, dryRun: boolean): Outcome {
  const released = plan.tenants.map((each) => ({
    namespace: each.namespace,
    states: each.held.map(({ stack, addresses, others }) => ({
      stack: stack.name,
      resources: addresses,
      staysInState: others,
    })),
    walls: mayRemove ? "removed" : "kept",
    removed: each.walls.map(title),
    isDeclared: each.isDeclared,
  }));
  return { text: textOf(plan, mayRemove, dryRun), json: { dryRun, released } };
}

function textOf({ tenants }: ReleasePlan, mayRemove: boolean, isPlan: boolean): string {
  return tenants
    .flatMap((each) => linesOf(each, mayRemove, isPlan))
    .concat(isPlan ? [] : nextSteps(tenants, mayRemove))
    .map(printableLine)
    .join("\n");
}

function linesOf(
  { namespace, held, walls, suspendedBy }: Leaving,
  mayRemove: boolean,
  isPlan: boolean,
): readonly string[] {
  const counts = held.map(
    ({ stack, addresses }) => `${counted(addresses.length, "resource")} out of the state of ${stack.name}`,
  );
  const where = counts.length === 0 ? "no state holds it any more" : counts.join(", ");
  const kept = mayRemove ? `${counted(walls.length, "object")} and its labels removed` : "its walls stay";
  return [
    `${isPlan ? "release" : "released"} ${namespace}: ${where}, nothing destroyed, ${kept}`,
    ...(isPlan ? walls.map((wall) => `  - ${title(wall)}`) : []),
    ...held.flatMap(({ others }) => others.map((address) => `  stays in the state: ${address}`)),
    ...(suspendedBy === undefined ? [] : [`  stays suspended: ${WAKING[suspendedBy](namespace)}`]),
  ];
}

/** How a suspended tenant is resumed that nobody manages. */
const WAKING = {
  command: (namespace: string) => `\`hikube resume ${namespace}\` resumes it, as before`,
  code: () => "the code says so; only code without `suspended: true` resumes it, after `hikube recover`",
};

function nextSteps(tenants: readonly Leaving[], mayRemove: boolean): readonly string[] {
  const declared = tenants.filter(({ isDeclared }) => isDeclared).map(({ namespace }) => namespace);
  if (declared.length === 0) return [];
  const back = mayRemove
    ? "to take it back instead, leave it in the code, say `adopt: true` there, and apply"
    : "to take it back instead, leave it in the code and run `hikube recover`";
  return [
    `now take ${declared.join(", ")} out of the code (of a fleet: out of its assignment too): until then an apply fails, because it exists`,
    back,
  ];
}

function title({ kind, metadata }: Leaving["walls"][number]): string {
  return `${kind} ${metadata.name}`;
}
