import { LOG_IDENTITY } from "../collection/agent-args";
import { namespacesOf, type Subtree } from "../collection/stack-route";

const [NAMESPACE_FIELD] = LOG_IDENTITY;

/**
 * Arguments of every query that narrow it to tenants, whatever the query and its own arguments say. Both spellings of a
 * filter are taken, for the storage joins what one of them holds with what the other does by `or`; those of the gateway
 * take the place of the client's.
 */
export interface ForcedArguments {
  /** With `?` in front; empty where all may be read. */
  readonly metrics: string;
  readonly logs: string;
}

export function forcedArguments(tenants: readonly Subtree[] | undefined): ForcedArguments {
  if (tenants === undefined) return { metrics: "", logs: "" };
  const namespaces = tenants.map(namespacesOf).join("|");
  const series = `{tenant=~"${namespaces}"}`;
  return {
    metrics: query([
      ["extra_filters[]", series],
      ["extra_filters", series],
    ]),
    logs: query([
      ["extra_stream_filters", `{${NAMESPACE_FIELD}=~"${namespaces}"}`],
      ["extra_filters", `${NAMESPACE_FIELD}:~"^(${namespaces})$"`],
    ]),
  };
}

/** Arguments of a URL. */
export function query(pairs: readonly (readonly [string, string])[]): string {
  return `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}
