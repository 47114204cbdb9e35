import { DiagnosticError } from "../diagnostic";
import type { AnyResource } from "../provider";
import type { Schema } from "../schema";
import { isPlainRecord, kindOf } from "../values/guards";
import type { ValueRecord } from "../value";
import type { Collector } from "./collector";
import { received } from "./conformance";
import { excerpt } from "../values/excerpt";
import { itemsIn, partIn, plainOf } from "../values/plain";
import { invalidAnswer, reportFaults, unknownFaults } from "./report";
import { requestOf, type Call } from "./session";
import { wholeOf } from "./whole";

/** What `terraform import` or an `import` block names. */
export type ImportTarget = { readonly id: string } | { readonly identity: ValueRecord };

export interface ImportedResource {
  readonly typeName: string;
  readonly state: ValueRecord;
  /** What it was imported by, where that was an identity of its own type; else `read` says it. */
  readonly identity: ValueRecord | null;
  /** As the author answered it. */
  readonly private: unknown;
}

/** Finds what is to be imported. `read` follows at once: what the author left out of the state is null until then. */
export async function importResource(
  call: Call,
  typeName: string,
  target: ImportTarget,
): Promise<readonly ImportedResource[]> {
  const resource = call.session.resource(typeName);
  const found = listIn(await imported(call, resource, { typeName, target }));
  if (found.length === 0 && !call.diagnostics.hasErrors) throw nothingFor(typeName, target);
  return found.map((one) => {
    const type = typeNameIn(one) ?? typeName;
    return {
      typeName: type,
      state: importedState(call.diagnostics, call.session.resource(type).schema, partIn(one, "state")),
      identity: "identity" in target && type === typeName ? target.identity : null,
      private: partIn(one, "private"),
    };
  });
}

/** What an author's import found, one by one: each may be anything, and is read part by part. */
function listIn(found: unknown): readonly unknown[] {
  const items = itemsIn(found);
  if (items !== undefined) return items;
  throw invalidAnswer("import", `It must be a list of what was found, not ${kindOf(found)}`);
}

function typeNameIn(found: unknown): string | undefined {
  const typeName = partIn(found, "typeName");
  if (typeName === undefined || typeof typeName === "string") return typeName;
  throw invalidAnswer("import", `typeName must be a string, not ${kindOf(typeName)}`);
}

type Imported = Awaited<ReturnType<NonNullable<AnyResource["import"]>>>;

interface Wanted {
  readonly typeName: string;
  readonly target: ImportTarget;
}

function imported(call: Call, resource: AnyResource, { typeName, target }: Wanted): Imported | Promise<Imported> {
  const { identity } = resource;
  if ("identity" in target && identity?.import !== undefined) {
    return identity.import({ ...requestOf(call, {}), identity: target.identity });
  }
  const id = "id" in target ? target.id : importIdOf(resource, typeName, target.identity);
  if (id === "") throw new DiagnosticError("The id to import is empty");
  if (resource.import !== undefined) return resource.import({ ...requestOf(call, {}), id });
  throw new DiagnosticError("Import is not supported", `Resources of type ${typeName} cannot be imported.`);
}

/** The id that an import by identity means. */
function importIdOf({ identity }: AnyResource, typeName: string, given: ValueRecord): string {
  if (identity?.importId !== undefined) return identity.importId(given);
  const reason = identity === undefined ? "have no identity" : "cannot be imported by their identity";
  throw new DiagnosticError(
    "Import by identity is not supported",
    `Resources of type ${typeName} ${reason}; give an id.`,
  );
}

function importedState(diagnostics: Collector, schema: Schema, given: unknown): ValueRecord {
  const parts = plainOf(given);
  const state = received(diagnostics, "state", schema, isPlainRecord(parts) ? wholeOf(schema, parts) : parts) ?? {};
  reportFaults(diagnostics, "state", unknownFaults(state));
  return state;
}

function nothingFor(typeName: string, target: ImportTarget): DiagnosticError {
  const named = "id" in target ? `the id ${JSON.stringify(excerpt(target.id))}` : "this identity";
  return new DiagnosticError("Nothing to import", `There is no ${typeName} with ${named}.`);
}
