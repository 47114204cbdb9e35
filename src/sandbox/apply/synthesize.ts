import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SandboxError } from "../../support/errors";
import type { StackFolder } from "../../terraform/terraform";

/** A stack of cdktf or cdktn: what is read and called of it. */
export interface TerraformStackLike {
  /** The node of the construct. */
  readonly node: ConstructNodeLike;
  /** Stacks that must be applied before it. */
  readonly dependencies: readonly TerraformStackLike[];
  /** Resolves the references between stacks. */
  prepareStack(): void;
  /** Writes it. */
  readonly synthesizer: { synthesize(session: SynthesisSessionLike): void };
}

/** An app of cdktf or cdktn: what is read and called of it. */
export interface TerraformAppLike {
  /** The node of the construct. */
  readonly node: ConstructNodeLike;
  /** Whether stacks are written as HCL. */
  readonly hclOutput: boolean;
}

/** The node of a construct. */
export interface ConstructNodeLike {
  /** Id in the scope. */
  readonly id: string;
  /** Ids from the root on, with slashes between them. */
  readonly path: string;
  /** The construct above all others. */
  readonly root: object;
  /** The construct and all below. */
  findAll(): readonly object[];
  /** Faults that the construct itself finds. */
  validate(): readonly string[];
}

/** Where a stack is written to. */
export interface SynthesisSessionLike {
  /** Folder of the app's output. */
  readonly outdir: string;
  /** Writes a stack whatever is wrong with it. @default false */
  readonly skipValidation?: boolean;
  /** Tells the files of each stack. */
  readonly manifest: unknown;
}

const STACKS = "stacks";

/**
 * Writes stacks to a folder of their own, wherever their app would write them.
 *
 * @param target - an app, for all of its stacks, or a stack, for it and those that it depends on
 * @returns the folders of the stacks, each after those that it depends on
 * @throws Error that names the faults of the code
 */
export function synthesizeTo(target: TerraformAppLike | TerraformStackLike, outdir: string): readonly StackFolder[] {
  const all = stacksBelow(target.node.root);
  if (all.length === 0) throw new SandboxError("bad-option", "the app has no stack: there is nothing to apply");
  // They may add dependencies.
  for (const stack of all) stack.prepareStack();
  const stacks = inOrder(isStack(target) ? [target] : all);
  mkdirSync(join(outdir, STACKS), { recursive: true });
  const session = { outdir, manifest: manifestAt(outdir, target.node.root) };
  for (const stack of stacks) stack.synthesizer.synthesize(session);
  assertValid(target.node.root);
  return stacks.map(({ node: { id } }) => ({ name: id, directory: join(outdir, STACKS, id) }));
}

function stacksBelow(root: object): readonly TerraformStackLike[] {
  return isConstruct(root) ? root.node.findAll().filter(isStack) : [];
}

function isConstruct(value: object): value is { readonly node: ConstructNodeLike } {
  return "node" in value;
}

function isStack(value: object): value is TerraformStackLike {
  return "synthesizer" in value && "prepareStack" in value;
}

/** @returns each after those that it depends on, which are taken with it */
function inOrder(stacks: readonly TerraformStackLike[]): readonly TerraformStackLike[] {
  const ordered = new Set<TerraformStackLike>();
  const take = (stack: TerraformStackLike): void => {
    if (ordered.has(stack)) return;
    stack.dependencies.forEach(take);
    ordered.add(stack);
  };
  stacks.forEach(take);
  return [...ordered];
}

/** As `App.synth` does after all stacks; each asks its own. */
function assertValid(root: object): void {
  const faults = isConstruct(root) ? root.node.validate() : [];
  if (faults.length > 0) throw new Error(["the app has faults:", ...faults].join("\n  "));
}

/** What a synthesizer asks of cdktf's manifest, which is bound to the app's own folder. */
function manifestAt(outdir: string, root: object): object {
  const isHcl = "hclOutput" in root && root.hclOutput === true;
  const stacks = new Map<string, object>();
  return {
    outdir,
    forStack({ node: { id, path } }: TerraformStackLike): object {
      const known = stacks.get(id) ?? {
        name: id,
        constructPath: path,
        workingDirectory: join(STACKS, id),
        synthesizedStackPath: join(STACKS, id, isHcl ? "cdk.tf" : "cdk.tf.json"),
        stackMetadataPath: join(STACKS, id, "metadata.json"),
        annotations: [],
        dependencies: [],
      };
      stacks.set(id, known);
      return known;
    },
  };
}
