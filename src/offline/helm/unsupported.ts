import { DiagnosticError, type Path } from "../../plugin";

/** The error for what the real provider does and this one does not; it names the way out. */
export function unsupported(what: string, why: string, path?: Path): DiagnosticError {
  return new DiagnosticError(
    `The offline hashicorp/helm does not serve ${what}`,
    `${why} This provider belongs to the hikube sandbox. The real one comes from the Terraform registry: run with --providers registry, or without the offline providers.`,
    path,
  );
}
