import { DiagnosticError, type Path } from "../../plugin";

/** The error for what the real provider does and this one does not; it names the way out. */
export function notServed(what: string, path?: Path): DiagnosticError {
  return new DiagnosticError(
    `The offline hashicorp/kubernetes does not serve ${what}`,
    "This provider belongs to the hikube sandbox and serves what tenants need. The real one comes from the Terraform registry: run with --providers registry, or without the offline providers.",
    path,
  );
}
