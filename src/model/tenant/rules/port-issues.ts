import type { Issue, Path } from "../../issue";
import { readPlain } from "../../schema/read";
import type { PortSpec } from "../spec/spec";
import { PORTS } from "../spec/spec-schema";
import { portList } from "./address-rules";
import type { RuleContext } from "./rule";

/** Faults of ports that stand by themselves, outside of a spec. */
export function portIssues(ports: readonly PortSpec[], path: Path, isKnown: RuleContext["isKnown"]): readonly Issue[] {
  const { issues } = readPlain(ports, PORTS, path);
  return issues.length > 0 ? issues : portList(path, ports, { isKnown });
}
