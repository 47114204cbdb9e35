import {
  type IResolvable,
  type ITerraformDependable,
  TerraformDataSource,
  TerraformElement,
  type TerraformMetaArguments,
  TerraformProvider,
  TerraformResource,
} from "cdktf";
import type { Construct } from "constructs";
import type { JsonRecord } from "../../src/model/json";
import { deferred, deferredString } from "../deferred";
import { pathOf } from "../given";
import { addressOf } from "../resource-id";
import { factsFor } from "./facts";
import { inHcl, inTerraform, onlyKnown, type Shape } from "./shape";

/** A value, or what only Terraform knows. */
export type OrToken<T> = T | IResolvable;

/** What a class of bindings is of. */
export interface Binding {
  /** Terraform's name of the type, e.g. `hikube_tenant`. */
  readonly type: string;
  /** Version of the provider whose schema it was made of. */
  readonly version: string;
  readonly shape: Shape;
}

function metaOf({ type, version }: Binding) {
  const terraformGeneratorMetadata = {
    providerName: "hikube",
    providerVersion: version,
    providerVersionConstraint: version,
  };
  return { terraformResourceType: type, terraformGeneratorMetadata };
}

/** A resource of the provider. */
export abstract class BoundResource extends TerraformResource {
  readonly #shape: Shape;
  readonly #config: object;

  protected constructor(scope: Construct, id: string, binding: Binding, config: TerraformMetaArguments) {
    super(scope, id, { ...onlyKnown(config, binding.shape, pathOf(scope, id)), ...metaOf(binding) });
    this.#shape = binding.shape;
    this.#config = config;
  }

  protected override synthesizeAttributes() {
    return inTerraform(this.#config as JsonRecord, this.#shape);
  }

  protected override synthesizeHclAttributes() {
    return inHcl(this.#config as JsonRecord, this.#shape);
  }
}

/** A data source of the provider. */
export abstract class BoundDataSource extends TerraformDataSource {
  readonly #shape: Shape;
  readonly #config: object;

  protected constructor(scope: Construct, id: string, binding: Binding, config: TerraformMetaArguments) {
    super(scope, id, { ...onlyKnown(config, binding.shape, pathOf(scope, id)), ...metaOf(binding) });
    this.#shape = binding.shape;
    this.#config = config;
  }

  protected override synthesizeAttributes() {
    return inTerraform(this.#config as JsonRecord, this.#shape);
  }

  protected override synthesizeHclAttributes() {
    return inHcl(this.#config as JsonRecord, this.#shape);
  }
}

/** What every ephemeral resource takes beside its own arguments. */
export interface EphemeralMetaArguments {
  /** Provider that opens it. @default - the only one of the stack */
  readonly provider?: TerraformProvider;
  /** What must be there before it is opened. @default - what its arguments name */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * An ephemeral resource of the provider. cdktf has no blocks of this kind, which came with Terraform 1.10; it cannot print them as
 * HCL.
 * @see https://developer.hashicorp.com/terraform/language/block/ephemeral
 */
export abstract class BoundEphemeral extends TerraformElement {
  /** Terraform's name of the type. */
  readonly terraformResourceType: string;
  readonly #shape: Shape;
  readonly #config: EphemeralMetaArguments;

  protected constructor(scope: Construct, id: string, { type, shape }: Binding, config: EphemeralMetaArguments) {
    onlyKnown(config, shape, pathOf(scope, id));
    super(scope, id, type);
    this.terraformResourceType = type;
    this.#shape = shape;
    this.#config = config;
  }

  /** A reference to what it opens: only a provider, a write-only argument or another ephemeral value may name it. */
  protected getStringAttribute(attribute: string): string {
    return deferredString(() => `\${ephemeral.${addressOf(this)}.${attribute}}`);
  }

  /** Its block, as cdktf writes it at synth. */
  override toTerraform() {
    const { provider, dependsOn } = this.#config;
    const block = {
      ...inTerraform(this.#config as JsonRecord, this.#shape),
      ...(provider === undefined ? {} : { provider: provider.fqn }),
      ...(dependsOn === undefined ? {} : { depends_on: dependsOn.map(({ fqn }) => fqn) }),
    };
    return { ephemeral: { [this.terraformResourceType]: { [this.friendlyUniqueId]: block } } };
  }
}

/** What the block of a provider takes beside its own arguments. */
export interface ProviderMetaArguments {
  /** Name beside other blocks of the same provider. @default - the one that resources use which name none */
  readonly alias?: string;
}

/** The block of the provider. */
export abstract class BoundProvider extends TerraformProvider {
  readonly #shape: Shape;
  readonly #config: JsonRecord;
  #alias: string | undefined;

  protected constructor(scope: Construct, id: string, binding: Binding, config: ProviderMetaArguments) {
    const { alias, ...rest } = config;
    onlyKnown(rest, binding.shape, pathOf(scope, id));
    super(scope, id, { ...metaOf(binding), terraformProviderSource: `${binding.type}/${binding.type}` });
    this.#shape = binding.shape;
    this.#config = rest;
    this.#alias = alias;
  }

  /** Name beside other blocks of the same provider. */
  override get alias(): string | undefined {
    return this.#alias;
  }

  override set alias(alias: string | undefined) {
    this.#alias = alias;
  }

  protected override synthesizeAttributes() {
    return eachLate(inTerraform(this.#complete(), this.#shape));
  }

  protected override synthesizeHclAttributes() {
    return eachLate(inHcl(this.#complete(), this.#shape));
  }

  #complete(): JsonRecord {
    return { ...this.#config, clusterFacts: this.#config.clusterFacts ?? factsFor(this) };
  }
}

/** cdktf writes the keys of maps in a provider's block in small letters, names of variables among them. */
function eachLate(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, deferred(() => value)]));
}
