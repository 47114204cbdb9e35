import type { Validation, Variable } from "./guardrail";

/** The API server drops a longer message, or one of several lines, and shows the plain text. */
const LONGEST_MESSAGE_BYTES = 5 * 1024;
/** Room for what `signed` adds. */
const LONGEST_TOLD_BYTES = LONGEST_MESSAGE_BYTES - 1024;

/**
 * The API server evaluates every validation of a policy and tells the first that failed, so people met their faults one
 * by one. Here each tells all of them. A message may not ask for rights: it is about those who are not exempt.
 */
export function toldTogether(validations: readonly Validation[]): {
  readonly variables: readonly Variable[];
  readonly validations: readonly Validation[];
} {
  const grouped = validations.filter(({ exempt }) => exempt !== undefined);
  if (grouped.length < 2) return { variables: [], validations };
  const variables = grouped.map(({ expression, message, messageExpression }, index) => {
    const plain = celText(message);
    const told =
      messageExpression === undefined ? plain : `[${messageExpression}, ${plain}].filter(one, !one.contains('\\n'))[0]`;
    return { name: `fault${index + 1}`, expression: `(${expression}) ? '' : ${told}` };
  });
  const all = `[${variables.map(({ name }) => `variables.${name}`).join(", ")}].filter(one, one != '').join('. Also: ')`;
  return {
    variables,
    validations: validations.map((validation) => {
      if (validation.exempt === undefined) return validation;
      const own = validation.messageExpression ?? celText(validation.message);
      return {
        ...validation,
        messageExpression: `[${all}].map(one, size(bytes(one)) > ${LONGEST_TOLD_BYTES} ? ${own} : one)[0]`,
      };
    }),
  };
}

/** Comes before whom to ask; no message has it in it. */
const ASK = ". Ask: ";

/** The messages with whom to ask at their end. One that comes out empty stays so: then the plain text is shown. */
export function signed<Told extends Pick<Validation, "message" | "messageExpression">>(
  validation: Told,
  contact: string | undefined,
): Told {
  if (contact === undefined) return validation;
  const end = `${ASK}${contact}`;
  const { message, messageExpression } = validation;
  return {
    ...validation,
    message: `${message}${end}`,
    ...(messageExpression === undefined
      ? {}
      : { messageExpression: `[${messageExpression}].map(one, one == '' ? '' : one + ${celText(end)})[0]` }),
  };
}

/** Whom the plain text of a message that is `signed` names; nothing where it names nobody. */
export function contactIn(message: string): string | undefined {
  const at = message.indexOf(ASK);
  return at < 0 ? undefined : message.slice(at + ASK.length);
}

/** CEL: a printable text as a literal; JSON quotes it as CEL does. */
function celText(text: string): string {
  return JSON.stringify(text);
}
