import { show, type Issue, type Path } from "../../issue";
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
