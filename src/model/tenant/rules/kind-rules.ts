import { issueUnless, oneOf, show, type Fault, type Issue, type Path } from "../../issue";
import { choiceHint } from "../../schema/did-you-mean";
import type { JsonRecord } from "../../json";
import type { RuleContext } from "./rule";

/** The fields of one kind of a thing: none missing, none of another kind. */
export function fieldsOfKind(
  path: Path,
  given: JsonRecord,
  { needed, optional }: { readonly needed: readonly string[]; readonly optional: readonly string[] },
  kind: string,
): readonly Issue[] {
  const known = [...needed, ...optional];
  const missing = needed.filter((key) => given[key] === undefined);
  const foreign = Object.keys(given).filter(
    (key) => key !== "kind" && given[key] !== undefined && !known.includes(key),
  );
  return [
    ...missing.map((key) => ({ path: [...path, key], ...missingOf(kind, key) })),
    ...foreign.map((key): Issue => ({
      path: [...path, key],
      code: "unknown-field",
      message: `a field that kind ${show(kind)} does not have`,
      received: show(key),
      expected: oneOf(known),
      hint: "remove it, or choose another kind",
    })),
  ];
}

function missingOf(kind: string, key: string): Fault {
  return {
    code: "missing-field",
    message: `missing field of kind ${show(kind)}`,
    received: "nothing",
    expected: "a value",
    hint: `add \`${key}\``,
  };
}

export function choiceRule(
  path: Path,
  value: unknown,
  choices: readonly string[],
  { isKnown }: Pick<RuleContext, "isKnown">,
): readonly Issue[] {
  const right = value === undefined || !isKnown(value) || (typeof value === "string" && choices.includes(value));
  return issueUnless(right, path, () => ({
    code: "unknown-value",
    message: "unknown value",
    received: show(value),
    expected: oneOf(choices),
    hint: choiceHint(value, choices, "choose one of them"),
  }));
}
