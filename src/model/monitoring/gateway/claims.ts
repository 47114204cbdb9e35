/**
 * An expression that a claim matches as a whole. vmauth's own are not anchored: `tenant-a` would let `tenant-ab` in. No
 * brace stays as it is, so that no text of others names a variable of the gateway's environment, `%{…}`.
 */
export function exactly(...values: readonly string[]): string {
  const escaped = values.map((value) => value.replace(/[.\\+*?()|[\]{}^$]/g, "\\$&"));
  return escaped.length === 1 ? `^${escaped[0]}$` : `^(${escaped.join("|")})$`;
}
