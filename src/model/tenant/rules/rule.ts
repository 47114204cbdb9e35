import type { Issue } from "../../issue";
import { printableLine } from "../../printable";
import type { Tenant } from "../resolve/tenant";

/** What a rule may ask beside the tenant. */
export interface RuleContext {
  /** Whether a value is known already; rules skip what is not. */
  readonly isKnown: (value: unknown) => boolean;
  /** All tenants of the forest, by namespace. */
  readonly tenants: ReadonlyMap<string, Tenant>;
}

/** Looks at one tenant and tells its faults: one issue a fault, none where all is well. */
export type TenantRule = (tenant: Tenant, context: RuleContext) => readonly Issue[];

/** An issue with the parts that are not the path. */
export type Fault = Omit<Issue, "path">;

/** A value as its author wrote it. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return printableLine(JSON.stringify(value));
}

/** The issue as a list, or an empty list where the value is right. */
export function issueUnless(right: boolean, path: string, fault: () => Fault): readonly Issue[] {
  return right ? [] : [{ path, ...fault() }];
}

/** Choices as a sentence: `"a", "b" or "c"`. */
export function oneOf(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  return [quoted.slice(0, -1).join(", "), ...quoted.slice(-1)].filter((part) => part !== "").join(" or ");
}

/** Where the amounts of a tenant were given: of one that is declared elsewhere only what is available is known. */
export function quotaPath({ path, external }: Tenant): string {
  return `${path}.${external === undefined ? "quota" : "available"}`;
}
