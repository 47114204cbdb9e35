import { choice } from "../../schema/schema";

/**
 * What makes the objects of tenants.
 *
 * - `kubernetes`: a resource of hashicorp/kubernetes for each object, about 18 for a tenant.
 * - `hikube`: one `hikube_tenant` for each tenant, by the provider `hikube`.
 */
export type Engine = "kubernetes" | "hikube";

export const ENGINES: readonly string[] = ["kubernetes", "hikube"] satisfies readonly Engine[];

/** Those that another one takes over. */
export const FORMER_ENGINES: readonly string[] = ["kubernetes"] satisfies readonly Engine[];

export const ENGINE = choice(ENGINES);
export const FORMER_ENGINE = choice(FORMER_ENGINES);
