import { isRecord } from "../model/json";
import { parseJson } from "../model/json-text";

/** Where terraform and tofu learn of providers that run already. */
export const REATTACH = "TF_REATTACH_PROVIDERS";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The providers that an environment says run already, by address.
 * @returns nothing where what it says is no JSON: terraform tells that
 */
export function reattachedIn({ [REATTACH]: text = "" }: Environment): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === "") return {};
  try {
    const value = parseJson(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The variable for providers beside those of an environment, if there are any; where both name one, the new one counts. */
export function withReattached(env: Environment, added: Environment): Readonly<Record<string, string>> {
  const all = { ...reattachedIn(env), ...reattachedIn(added) };
  return Object.keys(all).length === 0 ? {} : { [REATTACH]: JSON.stringify(all) };
}
