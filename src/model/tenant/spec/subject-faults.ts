import { oneOf, show, type Fault } from "../../issue";
import { choiceHint } from "../../schema/did-you-mean";

export const SUBJECT_KINDS: readonly string[] = ["Group", "User", "ServiceAccount"];

/** Kubernetes' own names. */
export function systemSubject(name: string): Fault {
  return {
    code: "system-subject",
    message:
      "names that start with `system:` belong to Kubernetes and stand for everybody, or for parts of the cluster",
    received: show(name),
    expected: "a user or group of your identity provider",
    hint: "name your own users and groups; ServiceAccounts are a separate kind of subject",
  };
}

export function invalidSubjectName(kind: string, name: unknown): Fault {
  return {
    code: "invalid-subject-name",
    message: `invalid name of a ${kind}`,
    received: show(name),
    expected: "the name as your identity provider gives it, without spaces around it",
    hint: "correct the name",
  };
}

export function invalidAccountName(name: unknown): Fault {
  return {
    code: "invalid-subject-name",
    message: "invalid name of a ServiceAccount",
    received: show(name),
    expected: "lower-case letters, digits, dashes and dots",
    hint: "give the plain name; its namespace is a separate field",
  };
}

export function unknownSubjectKind(kind: unknown): Fault {
  return {
    code: "unknown-value",
    message: "unknown kind of subject",
    received: show(kind),
    expected: oneOf(SUBJECT_KINDS),
    hint: choiceHint(kind, SUBJECT_KINDS, "correct the kind"),
  };
}
