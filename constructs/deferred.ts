import { type IResolvable, Token } from "cdktf";

/**
 * A value that is computed when Terraform's JSON is written. cdktf's `Lazy` says the same, but captures a whole stack
 * trace each time, which a thousand tenants feel.
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

export function deferredString(produce: () => string): string {
  return Token.asString(new Deferred(produce));
}

export function deferredMap(produce: () => Record<string, string>): Record<string, string> {
  return Token.asStringMap(new Deferred(produce));
}
