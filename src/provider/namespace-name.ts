import { show } from "../model/issue";
import { isDnsLabel } from "../model/kubernetes/names";
import { textFault } from "../model/schema/text-fault";
import { DiagnosticError } from "../plugin";
import { inTerraform } from "./schema/words";

/** Why a text is no namespace's name, with what nobody sees of it; nothing where it is one. @param expected - what it must be */
export function namespaceFault(name: string, expected: string): string | undefined {
  if (isDnsLabel(name)) return undefined;
  return `${hiddenIn(name)}It must be ${expected}; received ${show(name)}.`;
}

/** What is imported by the name of its namespace: the rest of a path may not be one. @throws DiagnosticError with what is expected */
export function importedNamespace(id: string): string {
  const fault = namespaceFault(id, "the name of the tenant's namespace, such as `tenant-production-shop`");
  if (fault === undefined) return id;
  throw new DiagnosticError("The id to import is no namespace", fault);
}

/** With the code that other fields have for it. */
export function hiddenIn(name: string): string {
  const fault = textFault(name);
  return fault === undefined ? "" : `Invisible characters: ${inTerraform(fault.hint)} [${fault.code}]. `;
}
