import { randomUUID } from "node:crypto";
import { isLogged, logLine } from "../handshake/log";
import type { LogFields } from "../log";
import type { MethodName } from "../wire/tfplugin6";

/** Fields of a call's lines, in the names that Go's framework has for them. */
export function fieldsOf(name: MethodName, request: object): LogFields {
  const fields = { tf_req_id: randomUUID(), tf_rpc: name };
  if ("typeName" in request) return { ...fields, [typeField(name)]: request.typeName };
  return name === "CallFunction" && "name" in request ? { ...fields, tf_function_name: request.name } : fields;
}

function typeField(name: MethodName): string {
  if (name.includes("DataSource") || name.includes("DataResource")) return "tf_data_source_type";
  return name.includes("Ephemeral") ? "tf_ephemeral_resource_type" : "tf_resource_type";
}

/** What is known of a call once it is answered. */
export interface Served {
  /** Milliseconds by `performance.now()`. */
  readonly since: number;
  readonly diagnostics?: readonly { readonly severity: "error" | "warning" }[];
}

/** One line for each call, at the level TRACE. */
export function traceServed(fields: LogFields, { since, diagnostics = [] }: Served): void {
  if (!isLogged("trace")) return;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  logLine("trace", "Served request", {
    ...fields,
    tf_req_duration_ms: Math.round(performance.now() - since),
    diagnostic_error_count: errors,
    diagnostic_warning_count: diagnostics.length - errors,
  });
}
