import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { listIn } from "../../src/model/json";
import { packageRoot } from "../../src/support/package-root";
import { madeOnce } from "../e2e/made-once";
import { memberIn } from "./rule";
import { inTemporaryFolder, objectsIn, type Fault, type Scanner } from "./scanner";

interface Report {
  readonly results: { readonly failed_checks: readonly FailedCheck[] };
}

interface FailedCheck {
  readonly check_id: string;
  readonly check_name: string;
  /** Kind, namespace (`default` for what has none) and name. */
  readonly resource: string;
}

const REQUIREMENTS = "test/scanners/requirements.txt";

/** @see https://www.checkov.io/5.Policy%20Index/kubernetes.html */
export const checkov: Scanner = {
  name: "checkov",
  locate: () =>
    madeOnce({
      name: "checkov",
      pins: [REQUIREMENTS],
      program: "bin/python",
      make: (folder) => [
        { program: "python3", args: ["-m", "venv", folder] },
        {
          program: join(folder, "bin", "python"),
          args: ["-m", "pip", "install", "--quiet", "-r", join(packageRoot(), REQUIREMENTS)],
        },
      ],
    }),
  scan: (program, manifest) =>
    inTemporaryFolder((folder) => {
      const file = join(folder, "objects.yaml");
      writeFileSync(file, withSingleRules(objectsIn(manifest)).map(toDocument).join("---\n"));
      // Faults make it end with 1.
      const { stdout, stderr } = spawnSync(program, ["-m", "checkov.main", "-f", file, ...OPTIONS], {
        encoding: "utf8",
        maxBuffer: 1 << 28,
        env: { ...process.env, BC_SKIP_MAPPING: "TRUE" },
      });
      if (!stdout.includes('"failed_checks"')) throw new Error(`checkov failed: ${stdout}${stderr}`);
      return (JSON.parse(stdout) as Report).results.failed_checks.map(toFault);
    }),
};

/** Nothing is asked of its makers' servers: they would only add links. */
const OPTIONS = ["--framework", "kubernetes", "--output", "json", "--compact", "--skip-download"];

const toDocument = (object: object) => `${JSON.stringify(object)}\n`;

function toFault({ check_id, check_name, resource }: FailedCheck): Fault {
  const [, kind = "", name = ""] = /^(\w+)\.[^.]+\.(.*?)(?:\.rule\d+)?$/.exec(resource) ?? [];
  return { rule: check_id, asks: check_name, object: `${kind} ${name}` };
}

/**
 * A role of several rules as several roles of one, each with the bindings of the whole: of a longer role checkov reads
 * the first rule, or none where it follows bindings.
 */
function withSingleRules(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.flatMap((object) => {
    const { kind, metadata } = object;
    if (kind.endsWith("Role")) {
      return listIn(object.rules).map((rule, index) => ({ ...renamed(object, metadata.name, index), rules: [rule] }));
    }
    if (!kind.endsWith("RoleBinding")) return [object];
    const name = String(memberIn(object, "roleRef", "name"));
    const role = objects.find((one) => one.kind === memberIn(object, "roleRef", "kind") && one.metadata.name === name);
    if (role === undefined) return [object];
    return listIn(role.rules).map((_, index) => ({
      ...renamed(object, metadata.name, index),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: role.kind, name: `${name}.rule${index}` },
    }));
  });
}

function renamed(object: KubeObject, name: string, index: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, name: `${name}.rule${index}` } };
}
