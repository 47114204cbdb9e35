import { numberIn, objectIn } from "../model/json";

/**
 * When a bearer token that is a JSON Web Token ends; `undefined` where it does not say so, or is another kind of token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
 */
export function endOfToken(token: string): Date | undefined {
  const seconds = numberIn(objectIn(claimsOf(token)).exp);
  const end = new Date(seconds * 1000);
  return seconds === 0 || Number.isNaN(end.getTime()) ? undefined : end;
}

function claimsOf(token: string): unknown {
  const [, claims = ""] = token.split(".");
  try {
    return JSON.parse(Buffer.from(claims, "base64url").toString());
  } catch {
    return undefined;
  }
}
