import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { Anchors } from "./anchors";
import type { Fault } from "../model/tenant/rules/rule";
import { LIMITS } from "./limits";
import { mapEntries } from "./map-entries";
import type { Notes } from "./notes";
import * as formFaults from "../model/schema/faults";
import { textFault } from "../model/schema/text-fault";
import * as faults from "./reading-faults";
import { shapeOf, type ListShape, type MapShape, type RecordShape, type Shape } from "../model/schema/schema";
import { fits, typeFault } from "./type-fault";

/** Stands for a value that has its fault already. */
export const FAULTY = Symbol("faulty");

const CORE_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;
/** Other names would make a path hard to read: the number of the entry stands for them. */
const PLAIN_NAME = /^[A-Za-z0-9][-A-Za-z0-9_]{0,62}$/;

/**
 * Reads the nodes of a file by a shape into plain data. What is faulty is noted and left out, so that what comes out
 * can be given to rules that rely on the types.
 */
export class ValueReader {
  private readonly anchors = new Anchors();
  private tenants = 0;

  /** Values that were read, each as often as it was aliased: the work that was done. */
  values = 0;

  constructor(private readonly notes: Notes) {}

  /** The value, or `FAULTY`. */
  read(given: Node, shape: Shape, path: string): unknown {
    if (this.notes.isFull) return FAULTY;
    this.values += 1;
    if (this.values > LIMITS.values) return this.stop(path, given, "values, each counted as often as it is aliased");
    const node = this.anchors.target(given);
    if (node === undefined) return this.fault(path, given, faults.unknownAlias(isAlias(given) ? given.source : ""));
    if (this.anchors.isOpen(node)) return this.fault(path, given, faults.endlessAlias());
    const tag = isAlias(node) ? undefined : node.tag;
    if (tag !== undefined && !CORE_TAG.test(tag)) return this.fault(path, given, faults.tagFault(tag));
    return this.anchors.within(given, node, () => this.readNode(node, shape, path));
  }

  private readNode(node: Node, shape: Shape, path: string): unknown {
    const wanted = shape.type === "either" ? shape.of.find((one) => fits(node, one)) : shape;
    if (isMap(node) && wanted?.type === "record") return this.record(node, wanted, path);
    if (isMap(node) && wanted?.type === "map") return this.map(node, wanted, path);
    if (isSeq(node) && wanted?.type === "list") {
      return wanted.named === true ? this.tenantList(node, wanted, path) : this.list(node, wanted, path);
    }
    if (isScalar(node) && wanted !== undefined && fits(node, wanted)) return this.scalar(node, wanted, path);
    return this.fault(path, node, typeFault(node, shape));
  }

  private scalar(node: Scalar, shape: Shape, path: string): unknown {
    const { value } = node;
    const fault = typeof value === "string" ? unusableText(value) : undefined;
    if (fault !== undefined) return this.fault(path, node, fault);
    if (typeof value !== "number" || shape.type !== "number") return value;
    if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
      return this.fault(path, node, faults.inexactNumber(node.source ?? String(value)));
    }
    const isOther = shape.only !== undefined && value !== shape.only;
    return isOther ? this.fault(path, node, faults.otherThan(shape.only ?? 0, value)) : value;
  }

  private record(node: YAMLMap, shape: RecordShape, path: string): unknown {
    const value: Record<string, unknown> = {};
    const entries = mapEntries(node, path, this.notes);
    for (const { key, keyNode, valueNode, path: at } of entries) {
      if (this.notes.isFull) return FAULTY;
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
      const read =
        field === undefined
          ? this.fault(at, keyNode, formFaults.unknownKey(key, shape))
          : this.read(valueNode, shapeOf(field), at);
      if (read !== FAULTY) value[key] = read;
    }
    const meant = entries.flatMap(({ key }) => formFaults.meantField(key, shape) ?? []);
    // What a misspelled key was meant for has its fault, and is not missed a second time.
    for (const key of meant) this.notes.blame(pathOf(path, key));
    const given = new Set([...entries.map(({ key }) => key), ...meant]);
    const { missing, unclear, needed } = formFaults.gapsOf(shape, given);
    for (const key of missing) this.fault(pathOf(path, key), node, formFaults.missingKey(key, shape));
    if (unclear !== undefined) this.fault(path, node, unclear);
    const isWhole = unclear === undefined && needed.every((key) => key in value);
    return isWhole || shape.lenient === true ? value : FAULTY;
  }

  private map(node: YAMLMap, shape: MapShape, path: string): unknown {
    if (node.items.length > LIMITS.map) return this.fault(path, node, faults.tooMany(LIMITS.map, "entries"));
    const read = mapEntries(node, path, this.notes).map(
      ({ key, valueNode, path: at }) => [key, this.read(valueNode, shape.of, at)] as const,
    );
    return Object.fromEntries(read.filter(([, value]) => value !== FAULTY));
  }

  private list(node: YAMLSeq, shape: ListShape, path: string): unknown {
    if (node.items.length > LIMITS.list) return this.fault(path, node, faults.tooMany(LIMITS.list, "entries"));
    const read = node.items.filter(isNode).map((item, index) => this.read(item, shape.of, `${path}[${index}]`));
    const kept = [...read.keys()].filter((index) => read[index] !== FAULTY);
    if (kept.length < read.length) this.notes.keep(path, kept);
    return kept.length === 0 && read.length > 0 ? FAULTY : kept.map((index) => read[index]);
  }

  private tenantList(node: YAMLSeq, shape: ListShape, path: string): unknown {
    const taken = new Set<string>();
    // `production.children` is the place of `production/shop`.
    const start = path.includes(".") ? `${path.slice(0, path.lastIndexOf("."))}/` : "";
    const listName = path.slice(path.lastIndexOf(".") + 1);
    return node.items.filter(isNode).flatMap((item, index) => {
      const name = nameOf(this.anchors.target(item));
      const isFree = name !== undefined && !taken.has(name);
      if (isFree) taken.add(name);
      const read = this.tenant(item, shape, `${start}${isFree ? name : `${listName}[${index}]`}`);
      return read === FAULTY ? [] : [read];
    });
  }

  private tenant(given: Node, shape: ListShape, path: string): unknown {
    if (this.notes.isFull) return FAULTY;
    this.tenants += 1;
    if (this.tenants > LIMITS.tenants) return this.stop(path, given, "tenants");
    const read = this.read(given, shape.of, path);
    if (typeof read !== "object" || read === null) return FAULTY;
    const tenant = { name: `unnamed${this.tenants}`, ...read };
    this.notes.places.set(tenant, { path, node: this.anchors.target(given) ?? given });
    return tenant;
  }

  private fault(path: string, node: Node, fault: Fault): typeof FAULTY {
    this.notes.add(path, node, fault);
    return FAULTY;
  }

  /** Ends the reading: there is more than the limit of the same name allows. */
  private stop(path: string, node: Node, what: string): typeof FAULTY {
    this.notes.stop(path, node, faults.tooMany(what === "tenants" ? LIMITS.tenants : LIMITS.values, what));
    return FAULTY;
  }
}

function unusableText(text: string): Fault | undefined {
  return text.length > LIMITS.text ? faults.longText(text.length) : (textFault(text) ?? faults.tokenFault(text));
}

function pathOf(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function nameOf(node: Node | undefined): string | undefined {
  const name = isMap(node) ? node.get("name") : undefined;
  return typeof name === "string" && PLAIN_NAME.test(name) ? name : undefined;
}
