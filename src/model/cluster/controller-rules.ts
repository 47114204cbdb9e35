import { issueUnless, show, type Issue, type Path } from "../issue";
import { objectIn } from "../json";
import { holdsInvalid } from "../schema/invalid";
import {
  invalidAccountName,
  invalidSubjectName,
  SUBJECT_KINDS,
  systemSubject,
  unknownSubjectKind,
} from "../tenant/spec/subject-faults";
import type { SubjectSpec } from "../tenant/spec/spec";
import { isDnsLabel, isDnsSubdomain } from "../kubernetes/names";

/** Faults of the subjects that are named as controllers; what is invalid was reported already. */
export function controllerIssues(path: Path, controllers: readonly SubjectSpec[] | undefined): readonly Issue[] {
  if (!Array.isArray(controllers)) return [];
  return controllers.flatMap((subject: unknown, index) =>
    holdsInvalid(subject) ? [] : subjectIssues([...path, index], objectIn(subject)),
  );
}

function subjectIssues(path: Path, subject: Readonly<Record<string, unknown>>): readonly Issue[] {
  const { kind, name, namespace } = subject;
  if (typeof kind !== "string" || !SUBJECT_KINDS.includes(kind)) {
    return [{ path: [...path, "kind"], ...unknownSubjectKind(kind) }];
  }
  if (kind === "ServiceAccount") {
    return [
      ...issueUnless(isDnsSubdomain(name), [...path, "name"], () => invalidAccountName(name)),
      ...issueUnless(isDnsLabel(namespace), [...path, "namespace"], () => ({
        code: "invalid-namespace",
        message: "a ServiceAccount needs a valid namespace",
        received: show(namespace),
        expected: "the name of a namespace that does not belong to a tenant",
        hint: "give the namespace that the controller runs in",
      })),
    ];
  }
  if (typeof name === "string" && name.startsWith("system:")) {
    return [{ path: [...path, "name"], ...systemSubject(name) }];
  }
  const right = typeof name === "string" && name.trim() === name && name !== "";
  return issueUnless(right, [...path, "name"], () => invalidSubjectName(kind, name));
}
