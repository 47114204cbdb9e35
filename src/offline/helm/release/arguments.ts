import type { PlannedOf } from "../../../plugin";
import type { ReleaseSchema } from "./schema";

/** What a release is applied with. */
export type Planned = PlannedOf<ReleaseSchema>;

interface Target {
  /** Path of the chart on this machine. */
  readonly chart: string;
  readonly values: readonly string[];
}

/** Arguments of `helm install`. */
export function installArguments(plan: Planned, target: Target): readonly string[] {
  const own = switchedOn({ "create-namespace": plan.create_namespace, replace: plan.replace });
  return ["install", ...own, ...common(plan, target)];
}

/** Arguments of `helm upgrade`, for a release that is there. */
export function upgradeArguments(plan: Planned, target: Target): readonly string[] {
  const own = switchedOn({
    force: plan.force_update,
    "reset-values": plan.reset_values,
    "reuse-values": plan.reuse_values,
    "recreate-pods": plan.recreate_pods,
    "cleanup-on-fail": plan.cleanup_on_fail,
  });
  return ["upgrade", ...own, `--history-max=${String(plan.max_history)}`, ...common(plan, target)];
}

function common(plan: Planned, { chart, values }: Target): readonly string[] {
  const { description, timeout, namespace, postrender } = plan;
  const flags = switchedOn({
    atomic: plan.atomic,
    wait: plan.wait,
    "wait-for-jobs": plan.wait_for_jobs,
    "no-hooks": plan.disable_webhooks,
    "skip-crds": plan.skip_crds,
    "disable-openapi-validation": plan.disable_openapi_validation,
    "render-subchart-notes": plan.render_subchart_notes,
    "take-ownership": plan.take_ownership,
    "dependency-update": plan.dependency_update,
  });
  const post =
    postrender === null ? [] : [`--post-renderer=${postrender.binary_path}`, ...postArguments(postrender.args)];
  return [
    `--namespace=${namespace}`,
    `--timeout=${String(timeout)}s`,
    ...(typeof description === "string" && description !== "" ? [`--description=${description}`] : []),
    ...flags,
    ...values.map((path) => `--values=${path}`),
    ...post,
    "--",
    plan.name,
    chart,
  ];
}

function postArguments(args: readonly (string | null)[] | null): readonly string[] {
  return (args ?? []).map((argument) => `--post-renderer-args=${argument ?? ""}`);
}

function switchedOn(flags: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(flags).flatMap(([name, on]) => (on ? [`--${name}`] : []));
}
