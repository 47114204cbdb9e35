import type { Impersonation } from "./connection";

/**
 * The headers that ask the API server to judge a call as somebody else's.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonationHeaders({ user, uid, groups = [], extra = {} }: Impersonation): Record<string, string[]> {
  const headers: Record<string, string[]> = { "Impersonate-User": [asBytes(user)] };
  if (uid !== undefined) headers["Impersonate-Uid"] = [asBytes(uid)];
  if (groups.length > 0) headers["Impersonate-Group"] = groups.map(asBytes);
  for (const [key, values] of Object.entries(extra)) {
    const name = `Impersonate-Extra-${escapeKey(key)}`;
    // Names that differ in the case of a letter are one header.
    if (values.length > 0) headers[name] = [...(headers[name] ?? []), ...values.map(asBytes)];
  }
  return headers;
}

/** What may stand in the name of a header. @see https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const NAME_BYTE = /[!#$&'*+\-.^_`|~0-9A-Za-z]/;

/** Other bytes are percent-encoded, and the percent sign itself, as kubectl does; the server lowers all letters. */
function escapeKey(key: string): string {
  return [...Buffer.from(key, "utf8")]
    .map((byte) => [byte, String.fromCharCode(byte)] as const)
    .map(([byte, char]) =>
      NAME_BYTE.test(char) ? char.toLowerCase() : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
}

/** Node writes headers byte by byte, and the API server reads them as UTF-8. */
function asBytes(value: string): string {
  return Buffer.from(value, "utf8").toString("latin1");
}
