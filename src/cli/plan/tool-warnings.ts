import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import type { Warning } from "../../model/warning";
import { PLATFORM_IS_THERE } from "../../provider/platform/warnings";
import type { Diagnostic } from "../../terraform/diagnostics";
import { some } from "../text";
import type { Loss } from "./live";
import type { Taken } from "./taken";

/** What terraform or a provider warns of: of several resources in the same words once. */
export interface ToolWarning {
  readonly summary: string;
  /** @default - it says no more */
  readonly detail?: string;
  /** Addresses of the resources that it is about. */
  readonly addresses: readonly string[];
}

/** What a report tells in words of its own. */
interface Told {
  readonly taken: readonly Pick<Taken, "namespace">[];
  readonly losses: readonly Pick<Loss, "namespace" | "volumes">[];
}

/** The warnings of a run, but for those that the report tells itself. */
export function toolWarningsOf(diagnostics: readonly Diagnostic[], told: Told): readonly ToolWarning[] {
  const found = new Map<string, ToolWarning>();
  for (const { severity, summary, detail, address } of diagnostics) {
    if (severity !== "warning" || isTold(summary, detail, told)) continue;
    const key = JSON.stringify([summary, detail]);
    const addresses = [...(found.get(key)?.addresses ?? []), ...(address === undefined ? [] : [address])];
    const more = detail.trim() === "" ? {} : { detail };
    found.set(key, { summary, ...more, addresses: [...new Set(addresses)] });
  }
  return [...found.values()];
}

const TENANT_IS_THERE = /^The tenant (\S+) is there already, just as it would be made$/;
const VOLUMES_GO = /^With (\S+) go its volumes$/;
const OVERRIDES = "Provider development overrides are in effect";

function isTold(summary: string, detail: string, { taken, losses }: Told): boolean {
  const isTaken = (name: string | undefined) => taken.some(({ namespace }) => namespace === name);
  if (summary === PLATFORM_IS_THERE) return isTaken(PLATFORM_NAMESPACE);
  // A note says it of the provider `hikube`, with what follows from it.
  if (summary === OVERRIDES)
    return (detail.match(/^ - .*/gm) ?? []).every((line) => line.startsWith(" - hikube/hikube "));
  const volumesOf = VOLUMES_GO.exec(summary)?.[1];
  if (volumesOf !== undefined)
    return losses.some(({ namespace, volumes }) => namespace === volumesOf && volumes.length > 0);
  return isTaken(TENANT_IS_THERE.exec(summary)?.[1]);
}

/** In one line, as all warnings are. */
export function toolWarning({ summary, detail = "", addresses }: ToolWarning): Warning {
  const place = addresses.length === 0 ? "" : `${some(addresses)}: `;
  const more = detail
    .trim()
    .split(/\s*\n\s*/)
    .join(" ");
  return { code: "terraform-warning", message: `${place}${summary}${more === "" ? "" : `: ${more}`}` };
}
