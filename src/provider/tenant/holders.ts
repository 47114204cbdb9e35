import { DiagnosticError, type Diagnostics } from "../../plugin";

/** What becomes of a resource. */
type Planned = "stays" | "goes" | "comes";

/**
 * Which tenants the resources of one apply take, and which they leave. Terraform may ask for both of one namespace, and in any
 * order: of `create_before_destroy` the new resource comes first, of a renamed one whichever is ready.
 */
export class Holders {
  private readonly taken = new Set<string>();
  private readonly leaving = new Set<string>();
  private readonly planned = new Map<string, Set<Planned>>();

  /**
   * Takes what is planned of a tenant: where one resource of it goes, and another one stays or comes, the removal is that of both.
   *
   * @throws DiagnosticError where one stays
   */
  plan(namespace: string, planned: Planned, diagnostics: Diagnostics): void {
    const all = (this.planned.get(namespace) ?? new Set()).add(planned);
    this.planned.set(namespace, all);
    if (!all.has("goes") || all.size === 1 || this.taken.has(namespace)) return;
    if (all.has("stays")) throw heldTwice(namespace);
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
    if (isThere && this.leaving.has(namespace)) throw readdressed(namespace);
    this.taken.add(namespace);
    try {
      return await make();
    } catch (error) {
      this.taken.delete(namespace);
      throw error;
    }
  }

  /** Leaves a tenant. @returns `false` where another resource has taken it: then it stays */
  leave(namespace: string): boolean {
    if (this.taken.has(namespace)) return false;
    this.leaving.add(namespace);
    return true;
  }

  /** Tells that the tenant is gone. */
  left(namespace: string): void {
    this.leaving.delete(namespace);
    this.planned.delete(namespace);
  }
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
