import { show, type Issue, type Path } from "../../issue";
import { tenantNodes, type Forest } from "../resolve/tenant";
import { ENGINES, FORMER_ENGINES } from "../spec/engine";
import { choiceRule } from "./kind-rules";

/** Fields of a file that say which engine it is for. */
interface EngineFields {
  readonly engine?: unknown;
  readonly formerEngine?: unknown;
  readonly ignoreLabels?: unknown;
  readonly ignoreAnnotations?: unknown;
}

const EVERY_VALUE_IS_KNOWN = { isKnown: () => true };

/** What is wrong with the engines that a file names, and what it says that its engine does not do. Types are judged by whoever reads them. */
export function engineIssues(fields: EngineFields): readonly Issue[] {
  return [
    ...choiceRule(["engine"], fields.engine, ENGINES, EVERY_VALUE_IS_KNOWN),
    ...choiceRule(["formerEngine"], fields.formerEngine, FORMER_ENGINES, EVERY_VALUE_IS_KNOWN),
    ...conflicts(fields),
  ];
}

function conflicts(fields: EngineFields): readonly Issue[] {
  if (fields.engine !== "hikube") {
    const isAlone = fields.formerEngine === "kubernetes";
    return isAlone ? [withoutEngine(["formerEngine"], fields.formerEngine)] : [];
  }
  const ignored = (["ignoreLabels", "ignoreAnnotations"] as const).filter((field) => fields[field] !== undefined);
  return ignored.map((field): Issue => {
    const received = `${field}, with \`engine: hikube\``;
    const expected = "nothing: this engine leaves alone what others write";
    return wrongEngine([field], { message: "nothing to ignore", received, expected, hint: `remove ${field}` });
  });
}

/** Monitoring stacks in tenants of the engine `hikube`, which makes none. */
export function stackIssues(forest: Forest): readonly Issue[] {
  const owners = tenantNodes(forest).filter(({ tenant }) => tenant.stack !== undefined);
  return owners.map(({ tenant }) =>
    noStackHere([tenant.path, "monitoring"], "a monitoring stack, with `engine: hikube`"),
  );
}

/** The provider makes no stacks, and would take what a stack adds to its tenants for drift. */
export function noStackHere(path: Path, received: string): Issue {
  return wrongEngine(path, {
    message: "not a tenant that can have a monitoring stack",
    received,
    expected: 'a tenant of the engine "kubernetes"',
    hint: 'keep this tree with the engine "kubernetes", or remove the stack',
  });
}

function withoutEngine(path: Path, received: unknown): Issue {
  return wrongEngine(path, {
    message: "no other engine takes over",
    received: `${show(received)}, without \`engine: hikube\``,
    expected: '"kubernetes" beside `engine: hikube`',
    hint: "add `engine: hikube`, or remove formerEngine",
  });
}

function wrongEngine(path: Path, fault: Pick<Issue, "message" | "received" | "expected" | "hint">): Issue {
  return { path, code: "wrong-engine", ...fault };
}
