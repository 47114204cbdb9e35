import { Redacted } from "./redacted";
import { conflicts, exactlyOneOf, preferWriteOnly, together, type Rule } from "./rules";
import type { StringAttribute } from "./schema";

/** What `secret` adds to the attributes of a schema, by the name of the secret. */
export type SecretAttributes<N extends string> = Readonly<
  Record<N, Flags & { readonly sensitive: true }> &
    Record<`${N}_wo`, Flags & { readonly sensitive: true; readonly writeOnly: true }> &
    Record<`${N}_wo_version`, { readonly type: "number"; readonly as: "int"; readonly optional: true }>
>;

type Flags = { readonly type: "string"; readonly optional: true } & Pick<StringAttribute, "description">;

export interface SecretOptions {
  /** A sentence for the schema. @default - `The NAME.` */
  readonly description?: string;
  /** Whether it must be given, in one of the two ways. @default false */
  readonly required?: boolean;
}

/**
 * The attributes of a secret, to be spread into those of a resource. For `password`: `password` itself, which is stored in the
 * state, and `password_wo`, which is stored nowhere, with `password_wo_version` that is raised to send a new one. At most
 * one of the two is given, and whoever could give the second and gives the first is warned. `secretOf` reads it.
 *
 * @example attributes: { name: { type: "string", required: true }, ...secret("password") }
 * @see https://developer.hashicorp.com/terraform/plugin/framework/resources/write-only-arguments
 */
export function secret<const N extends string>(name: N, options: SecretOptions = {}): SecretAttributes<N> {
  const [writeOnly, version] = [`${name}_wo`, `${name}_wo_version`];
  const { description = `The ${name}.`, required = false } = options;
  const rules: readonly Rule[] = [
    required ? exactlyOneOf(name, writeOnly) : conflicts(name, writeOnly),
    together(writeOnly, version),
    preferWriteOnly(name, writeOnly),
  ];
  const text = { type: "string", optional: true, sensitive: true } as const;
  const attributes = {
    [name]: { ...text, description: `${description} It is stored in the state.`, rules },
    [writeOnly]: { ...text, writeOnly: true, description: `${description} It is stored nowhere.` },
    [version]: { type: "number", as: "int", optional: true, description: `Raise it to send another ${writeOnly}.` },
  };
  return attributes as unknown as SecretAttributes<N>; // The compiler does not follow names that are put together.
}

/** What a configuration has of a secret. */
export type SecretValues<N extends string> = Readonly<Record<N | `${N}_wo`, string | null>>;

/**
 * The secret of a configuration, whichever way it was given; `null` where it is not.
 *
 * @param config the whole configuration, as `create` and `update` get it
 */
export function secretOf<const N extends string>(config: SecretValues<N>, name: N): Redacted | null {
  const text = config[`${name}_wo`] ?? config[name];
  return text === null ? null : new Redacted(text);
}
