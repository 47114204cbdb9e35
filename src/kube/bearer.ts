/**
 * Whether a text can be sent as a bearer token: one word of characters that a header can hold. An API server reads no further
 * than to the first space.
 */
export function isBearer(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** What is expected of a token; it is never shown. */
export const BEARER_FAULT =
  "it has line breaks, spaces or characters that no header can hold; expected the token alone";
