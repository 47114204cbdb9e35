import { type IResolvable, Token } from "cdktf";

/**
 * A value that is computed when Terraform's JSON is written. cdktf's `Lazy` does the same, but captures a stack trace
 * each time, which is slow for a thousand tenants.
 */
class Deferred implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly produce: () => unknown) {}

  resolve(): unknown {
    return this.produce();
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** A value of any form. */
export function deferred(produce: () => unknown): IResolvable {
  return new Deferred(produce);
}

export function deferredString(produce: () => string): string {
  return Token.asString(new Deferred(produce));
}

export function deferredMap(produce: () => Record<string, string>): Record<string, string> {
  return Token.asStringMap(new Deferred(produce));
}
