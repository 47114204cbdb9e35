import { waited } from "../objects/waited";
import { DiagnosticError, type Diagnostics } from "../../plugin";

/** What becomes of a resource. */
type Planned = "stays" | "goes" | "comes";

/**
 * Which tenants the resources of one apply take, and which they leave. Terraform may ask for both of one namespace, and in any
 * order: of `create_before_destroy` the new resource comes first, of a renamed one whichever is ready.
 */
export class Holders {
  private readonly taken = new Set<string>();
  private readonly removals = new Map<string, Promise<void>>();
  /** What this run removed, or found to be another's: a tenant that is there afterwards is none that it left itself. */
  private readonly ended = new Set<string>();
  private readonly planned = new Map<string, Planned[]>();
  private readonly declared = new Map<string, number>();

  /** Takes a tenant as one more resource of the configuration says it: Terraform has each checked once in a walk, before its plan. */
  declare(namespace: string): void {
    this.declared.set(namespace, (this.declared.get(namespace) ?? 0) + 1);
  }

  /**
   * Takes what is planned of a tenant: where one resource of it goes, and another one stays or comes, the removal is that of both.
   *
   * @throws DiagnosticError where one stays, and where two come, or two are declared of which one does
   */
  plan(namespace: string, planned: Planned, diagnostics: Diagnostics): void {
    const all = [...(this.planned.get(namespace) ?? []), planned];
    this.planned.set(namespace, all);
    const isTwice = (this.declared.get(namespace) ?? 0) > 1;
    const coming = all.filter((one) => one === "comes").length;
    if (coming > 1 || (isTwice && coming > 0)) throw madeTwice(namespace);
    if (isTwice && all.length > 1) warnOfTwo(namespace, diagnostics);
    if (this.taken.has(namespace)) return;
    if (isEndOfHeld(all)) throw heldTwice(namespace);
    if (!all.includes("goes") || !all.includes("comes")) return;
    const { summary, detail } = readdressed(namespace);
    diagnostics.warning(summary, detail);
  }

  /**
   * Takes a tenant; where that fails it is nobody's again.
   *
   * @param isThere - whether there is a namespace
   * @throws DiagnosticError where another resource of this apply removes it at this moment
   */
  async taking<T>(namespace: string, isThere: boolean, make: () => Promise<T>): Promise<T> {
    if (isThere && this.removals.has(namespace)) throw readdressed(namespace);
    this.taken.add(namespace);
    try {
      return await make();
    } catch (error) {
      this.taken.delete(namespace);
      throw error;
    }
  }

  /** Whether this run has taken it. */
  isTaken(namespace: string): boolean {
    return this.taken.has(namespace);
  }

  /** Whether this run has left it, so that whatever tenant is there is another's. */
  hasLeft(namespace: string): boolean {
    return this.ended.has(namespace);
  }

  /** Removes a tenant. @returns `false` where another resource has taken it: then it stays */
  async leaving(namespace: string, remove: () => Promise<void>): Promise<boolean> {
    if (this.taken.has(namespace)) return false;
    const removal = remove();
    this.removals.set(namespace, removal);
    await removal;
    this.ended.add(namespace);
    this.removals.delete(namespace);
    this.planned.delete(namespace);
    return true;
  }

  /** Ends when this run does not remove a tenant at this moment: two may change names, and the old one goes as a whole. */
  async left(namespace: string, signal: AbortSignal): Promise<void> {
    // Its failure is told by who removes it.
    const removal = this.removals.get(namespace)?.catch(() => undefined);
    if (removal !== undefined) await waited(`the end of the removal of ${namespace}`, removal, signal);
  }
}

/** Whether one goes, or is made anew, and another one keeps the tenant. Of what is made anew Terraform plans both. */
function isEndOfHeld(all: readonly Planned[]): boolean {
  const stay = all.filter((one) => one === "stays").length;
  return all.includes("goes") ? stay > 0 : all.includes("comes") && stay > 1;
}

/** Why no second resource makes a tenant. */
function madeTwice(namespace: string): DiagnosticError {
  return new DiagnosticError(
    `Two resources make the tenant ${namespace}`,
    "Both would hold it, and the removal of either deletes it with all that is in it. Give one of them another `name`, `parent` or `namespace`, or remove it.",
    ["namespace"],
  );
}

function warnOfTwo(namespace: string, diagnostics: Diagnostics): void {
  diagnostics.warning(
    `Two resources of this configuration hold the tenant ${namespace}`,
    "Each would set back what the other one changes, and the removal of either deletes it with all that is in it. Take one of them out of the code, and let the state forget it: a `removed` block with `destroy = false`, or `terraform state rm`.",
    ["namespace"],
  );
}

function readdressed(namespace: string): DiagnosticError {
  return new DiagnosticError(
    `The tenant ${namespace} goes, and comes anew`,
    "Another address holds it, or an apply left it deposed that was cut short. Its removal deletes it with all that is in it. A `moved` block from the address that goes keeps it; what is deposed is let go of by `terraform state rm`, and imported again. To make it anew, remove it, apply that, and then declare it again.",
    ["namespace"],
  );
}

function heldTwice(namespace: string): DiagnosticError {
  return new DiagnosticError(
    `Two resources hold the tenant ${namespace}`,
    "One of them is to be removed, which deletes it with all that is in it, and another one keeps it. Let the state forget the one that goes: a `removed` block with `destroy = false`, or `terraform state rm`. Of a deposed object forget the whole resource, and import it again.",
    ["namespace"],
  );
}
