import type { TenantSpec } from "../../model/tenant/spec/spec";
import { TENANT_SPEC } from "../../model/tenant/spec/spec-schema";
import type { ValueRecord } from "../../plugin";
import { textMapOf, textOf } from "../../kube-provider/values";
import type { Digests } from "../objects/state";
import { specOf, valuesOf } from "../schema/spec";
import { sameMember, type Member } from "./members";

/** The tenant that the values of its attributes say. */
export function memberOf(values: ValueRecord): Member {
  const spec = specOf(values, TENANT_SPEC) as TenantSpec;
  return { spec, ...(typeof values.parent === "string" ? { parent: values.parent } : {}) };
}

/** The attributes that say a tenant. */
export function valuesOfMember({ spec, parent }: Member, namespace: string): ValueRecord {
  return { ...valuesOf(spec, TENANT_SPEC), namespace, parent: parent ?? null };
}

/** A state as the tenant's record says it, where another run wrote that; nothing where it is this state's own. */
export function stateByRecord(state: ValueRecord, recorded: Member | undefined): ValueRecord | undefined {
  if (recorded === undefined || sameMember(recorded, memberOf(state))) return undefined;
  return { ...state, ...valuesOfMember(recorded, textOf(state.namespace)) };
}

/** What a tenant consists of, as its state or plan says it. */
export function digestsIn({ objects }: ValueRecord): Digests {
  return textMapOf(objects);
}
