import { issueUnless, oneOf, show, type Fault, type Issue, type Path } from "../issue";
import { objectIn } from "../json";
import { holdsInvalid } from "../schema/invalid";
import type { SubjectSpec } from "../tenant/spec/spec";
import { isDnsLabel, isDnsSubdomain } from "../kubernetes/names";

const KINDS = ["Group", "User", "ServiceAccount"];

/** Faults of the subjects that are named as controllers; what is invalid has its fault already. */
export function controllerIssues(path: Path, controllers: readonly SubjectSpec[] | undefined): readonly Issue[] {
  if (!Array.isArray(controllers)) return [];
  return controllers.flatMap((subject: unknown, index) =>
    holdsInvalid(subject) ? [] : subjectIssues([...path, index], objectIn(subject)),
  );
}

function subjectIssues(path: Path, subject: Readonly<Record<string, unknown>>): readonly Issue[] {
  const { kind, name, namespace } = subject;
  if (!KINDS.some((one) => one === kind)) {
    return [{ path: [...path, "kind"], ...fault("this is no kind of subject", kind, oneOf(KINDS)) }];
  }
  if (kind === "ServiceAccount") {
    return [
      ...issueUnless(isDnsSubdomain(name), [...path, "name"], () =>
        fault("this is no name of a ServiceAccount", name, "lower-case letters, digits, dashes and dots"),
      ),
      ...issueUnless(isDnsLabel(namespace), [...path, "namespace"], () =>
        fault("a ServiceAccount needs its namespace", namespace, "the name of a namespace, which is no tenant's"),
      ),
    ];
  }
  const right = typeof name === "string" && name.trim() === name && name !== "" && !name.startsWith("system:");
  return issueUnless(right, [...path, "name"], () =>
    fault("names that start with `system:` stand for everybody, or for parts of Kubernetes", name, "one controller"),
  );
}

function fault(message: string, given: unknown, allowed: string): Fault {
  return {
    message,
    received: show(given),
    expected: allowed,
    hint: "name each controller by the account that it works with",
  };
}
