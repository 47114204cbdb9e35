import { refusal } from "./judge";
import type { Session } from "../../../src/plugin/lifecycle/session";
import type {
  DiagnosticMessage,
  DynamicValue,
  MethodName,
  RequestOf,
  ResponseOf,
} from "../../../src/plugin/wire/tfplugin6";

/** What was asked for, and by which schema. */
export interface Asked<M extends MethodName> {
  readonly session: Session;
  readonly schema: Parameters<typeof refusal>[0];
  readonly request: Partial<RequestOf<M>>;
}

export function planFault(
  { plannedState, requiresReplace }: ResponseOf<"PlanResourceChange">,
  { schema }: Asked<"PlanResourceChange">,
  { failed }: { readonly failed: boolean },
): string | undefined {
  if (failed) return undefined;
  const steps = requiresReplace.flatMap((path) => path.steps);
  return steps.some(isBadStep) ? "a path is none" : refusal(schema, plannedState, { unknown: true });
}

export function applyFault(
  { newState }: ResponseOf<"ApplyResourceChange">,
  { schema }: Asked<"ApplyResourceChange">,
  { failed, returned }: { readonly failed: boolean; readonly returned: boolean },
): string | undefined {
  const isNothing = newState === undefined || newState.msgpack[0] === 0xc0;
  if (returned && isNothing) return "a created object is lost";
  if (isNothing) return failed ? undefined : "nothing is stored, and nothing is said";
  return refusal(schema, newState, { unknown: false });
}

export function importFault(
  { importedResources }: ResponseOf<"ImportResourceState">,
  { session }: Asked<"ImportResourceState">,
  { failed }: { readonly failed: boolean },
): string | undefined {
  if (failed !== (importedResources.length === 0)) return "an import has either resources or errors";
  const faults = importedResources.map(({ typeName, state }) =>
    refusal(session.resource(typeName).schema, state, { unknown: false }),
  );
  return faults.find((fault) => fault !== undefined);
}

export function diagnosticFault(diagnostics: readonly DiagnosticMessage[]): string | undefined {
  if (diagnostics.length > 50) return `there are ${diagnostics.length} diagnostics`;
  for (const { severity, summary, attribute } of diagnostics) {
    if ((severity !== 1 && severity !== 2) || summary.trim() === "") return "a diagnostic says nothing";
    if (attribute?.steps.some(isBadStep)) return "a diagnostic has a path that is none";
    if (/^undefined$/.test(summary)) return `a diagnostic speaks of nothing: ${summary}`;
  }
  return undefined;
}

interface StepMessage {
  readonly elementKeyInt?: number | undefined;
}

function isBadStep({ elementKeyInt = 0 }: StepMessage): boolean {
  return !Number.isSafeInteger(elementKeyInt) || elementKeyInt < 0;
}

export function isSame(one: DynamicValue | undefined, other: DynamicValue | undefined): boolean {
  return one !== undefined && other !== undefined && Buffer.from(one.msgpack).equals(other.msgpack);
}
