import { show, type Fault, type Issue, type Path } from "../model/issue";
import type { IssueCode } from "../model/issue-codes";
import { isRecord } from "../model/json";
import { unknownField } from "../model/schema/faults";

const CORRECT = "correct the object; `kubectl apply --dry-run=server` checks it";

/** A place in untyped data: reads the fields below it and notes every fault with its path. */
export class Field {
  constructor(
    readonly value: unknown,
    readonly path: Path,
    private readonly issues: Issue[],
  ) {}

  /** `null` counts as missing, as in the Kubernetes API. */
  get isMissing(): boolean {
    return this.value === undefined || this.value === null;
  }

  get(name: string): Field {
    const value = isRecord(this.value) && Object.hasOwn(this.value, name) ? this.value[name] : undefined;
    return new Field(value, [...this.path, name], this.issues);
  }

  fail(code: IssueCode, message: string, expected: string, hint = CORRECT): void {
    this.report({ code, message, received: shortened(show(this.value)), expected, hint });
  }

  report(fault: Fault): void {
    this.issues.push({ path: this.path, ...fault });
  }

  /** The elements of a list; a missing list has none. */
  items(): readonly Field[] {
    if (this.isMissing) return [];
    if (!Array.isArray(this.value)) {
      this.fail("wrong-type", "must be a list", "a list");
      return [];
    }
    return this.value.map((item: unknown, index) => new Field(item, [...this.path, index], this.issues));
  }

  /** The entries of an object; a missing object has none. */
  entries(): readonly (readonly [string, Field])[] {
    if (this.isMissing) return [];
    if (!isRecord(this.value)) {
      this.fail("wrong-type", "must be an object", "an object");
      return [];
    }
    return Object.entries(this.value).map(([key, value]) => [key, new Field(value, [...this.path, key], this.issues)]);
  }

  /** Refuses unknown fields: a misspelt one would silently change the meaning. */
  allowOnly(...names: readonly string[]): void {
    for (const [name, field] of this.entries()) {
      if (!names.includes(name) && !field.isMissing) field.report(unknownField(name, names));
    }
  }

  text(): string {
    if (typeof this.value === "string") return this.value;
    this.fail("wrong-type", "must be a string", "a string");
    return "";
  }

  oneOf<T extends string>(allowed: readonly T[], fallback: T): T {
    const found = allowed.find((value) => value === this.value);
    if (found === undefined) this.fail("unknown-value", "unknown value", allowed.join(", "));
    return found ?? fallback;
  }
}

/** A whole object would hide what is said of it. */
function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
