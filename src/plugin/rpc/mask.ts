import { masked, secretsOf } from "../lifecycle/secrets";
import type { Session } from "../lifecycle/session";
import type { Schema } from "../schema";
import { fromDynamicValue } from "../wire/convert";
import type { DynamicValue } from "../wire/tfplugin6";

/**
 * Takes out of texts what is sensitive in the provider's configuration and in the values that came with a call. Those
 * are looked through when the first text is to be shown, as most calls show none.
 */
export function maskOf(session: Session, schema: Schema | undefined, request: object): (text: string) => string {
  let secrets: readonly string[] | undefined;
  return (text) => {
    secrets ??= schema === undefined ? [] : Object.values(request).flatMap((sent) => secretsIn(schema, sent));
    return masked(text, [...session.secrets, ...secrets], session.ownWords);
  };
}

function secretsIn(schema: Schema, sent: unknown): readonly string[] {
  if (!isDynamicValue(sent)) return [];
  try {
    return secretsOf(schema, fromDynamicValue(schema, sent) ?? {});
  } catch {
    // The call itself says that the value cannot be read.
    return [];
  }
}

function isDynamicValue(sent: unknown): sent is DynamicValue {
  return typeof sent === "object" && sent !== null && "msgpack" in sent;
}
