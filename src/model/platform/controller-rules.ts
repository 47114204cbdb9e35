import type { Issue } from "../issue";
import { recordOf } from "../record";
import { isDnsLabel, isDnsSubdomain } from "../kubernetes/names";
import { issueUnless, oneOf, show, type Fault } from "../tenant/rules/rule";

const KINDS = ["Group", "User", "ServiceAccount"];

/** Faults of the subjects that are named as controllers, whatever the file held. */
export function controllerFaults(path: string, controllers: unknown): readonly Issue[] {
  if (controllers === undefined) return [];
  if (!Array.isArray(controllers)) return [{ path, ...fault("this is no list of subjects", controllers, "a list") }];
  return controllers.flatMap((subject, index) => subjectFaults(`${path}[${index}]`, recordOf(subject)));
}

function subjectFaults(path: string, subject: Readonly<Record<string, unknown>>): readonly Issue[] {
  const { kind, name, namespace } = subject;
  if (!KINDS.some((one) => one === kind)) {
    return [{ path: `${path}.kind`, ...fault("this is no kind of subject", kind, oneOf(KINDS)) }];
  }
  if (kind === "ServiceAccount") {
    return [
      ...issueUnless(isDnsSubdomain(name), `${path}.name`, () =>
        fault("this is no name of a ServiceAccount", name, "lower-case letters, digits, dashes and dots"),
      ),
      ...issueUnless(isDnsLabel(namespace), `${path}.namespace`, () =>
        fault("a ServiceAccount needs its namespace", namespace, "the name of a namespace, which is no tenant's"),
      ),
    ];
  }
  const right = typeof name === "string" && name.trim() === name && name !== "" && !name.startsWith("system:");
  return issueUnless(right, `${path}.name`, () =>
    fault("names that start with `system:` stand for everybody, or for parts of Kubernetes", name, "one controller"),
  );
}

function fault(message: string, given: unknown, allowed: string): Fault {
  return { message, given: show(given), allowed, mend: "name each controller by the account that it works with" };
}
