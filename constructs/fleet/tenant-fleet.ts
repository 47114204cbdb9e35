import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { SpecError } from "../../src/model/issue";
import { addTenants, type TopTenant } from "../add-tenants";
import type { IHikubePlatform } from "../hikube-platform";
import { FLAG, givenProps, propIssues, type PropType } from "../given";
import { guardStack } from "../stack-guard";
import type { TenantConstruct } from "../tenant-construct";
import { assign, type Assignment } from "./assignment";
import { printAssignment, readAssignment, writeAssignment } from "./file";
import { assignmentIssues, listIssues, notCommitted } from "./rules";
import { carryOver, treeOf } from "./tree";

/** Terraform's apply time grows faster than the number of resources in a stack; a tenant has about twenty. */
const PER_STACK = 25;

export interface TenantFleetProps {
  /** The top tenants with their sub-tenants, such as `TenantsFile.read` gives. */
  readonly tenants: readonly TopTenant[];
  /** The platform that the tenants live on. */
  readonly platform: IHikubePlatform;
  /**
   * Path of the file that assigns tenants to stacks. Commit it: synth writes it when tenants are added or removed; in a
   * pipeline a change of it is an error.
   */
  readonly assignment: string;
  /** Called for each stack before its tenants are created, to add providers and a backend. */
  readonly configureStack: (stack: TerraformStack) => void;
  /** Most tenants of a stack, sub-tenants included; a larger tree has its own stack. @default 25 */
  readonly perStack?: number;
  /** Whether the assignment may only be read. @default - true where the environment says `CI` */
  readonly frozen?: boolean;
}

/** Tenants and platform have readers of their own. */
const READ_ELSEWHERE: PropType = { expected: "another value", isRight: () => true };

const FLEET_PROPS: Readonly<Record<string, PropType>> = {
  tenants: READ_ELSEWHERE,
  platform: READ_ELSEWHERE,
  assignment: {
    required: true,
    expected: "the path of a file",
    isRight: (value) => typeof value === "string" && value !== "",
  },
  configureStack: {
    required: true,
    expected: "a function that is called with each stack",
    isRight: (value) => typeof value === "function",
  },
  perStack: {
    expected: "a whole number, 1 or more",
    isRight: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  },
  frozen: FLAG,
};

/**
 * Many tenants over several stacks. Whole trees stay together; a tenant stays in its stack until its line in the
 * assignment is changed, and then moves without a change in the cluster.
 */
export class TenantFleet extends Construct {
  /** The stacks that were made, in the order of the assignment; empty ones too. */
  readonly stacks: readonly TerraformStack[];
  /** Every tenant and sub-tenant by its namespace. */
  readonly tenants: ReadonlyMap<string, TenantConstruct>;

  /**
   * @throws SpecError when the assignment is broken, holds too many tenants in a stack, has lost a protected tenant, or
   * would have to be written in a pipeline. Faults of the tenants are reported by synth.
   */
  constructor(scope: Construct, id: string, given: TenantFleetProps) {
    const props = givenProps(scope, id, given);
    super(scope, id);
    const { assignment: file, perStack = PER_STACK, frozen = isPipeline() } = props;
    const misread = [
      ...propIssues(props, FLEET_PROPS, this.node.path),
      ...listIssues(props.tenants, [this.node.path, "tenants"]),
    ];
    if (misread.length > 0) throw new SpecError(misread);
    const trees = props.tenants.map(treeOf);
    const before = readAssignment(file);
    const placed = assign(trees, before, { prefix: id, perStack });
    const issues = assignmentIssues(trees, { file, before, after: placed }, { prefix: id, perStack });
    if (issues.length > 0) throw new SpecError(issues);
    this.stacks = placed.stacks.map((name) => new TerraformStack(this, name));
    this.stacks.forEach(props.configureStack);
    const [tenants, after] = this.plant(props, before, placed);
    this.tenants = tenants;
    if (printAssignment(after) === printAssignment(before)) return;
    if (frozen) throw new SpecError([notCommitted({ file, before, after })]);
    this.writeAtSynth(file, after);
  }

  private plant({ tenants, platform }: TenantFleetProps, before: Assignment, placed: Assignment) {
    const stackOf = (name: string): TerraformStack => {
      const stack = this.stacks.find(({ node }) => node.id === name);
      if (stack === undefined) throw new Error(`${this.node.path} has no stack ${name}`);
      return stack;
    };
    const planted = tenants.flatMap((tenant) => {
      const { namespace } = treeOf(tenant);
      const entry = placed.tenants[namespace];
      if (entry === undefined) return [];
      const tree = addTenants(stackOf(entry.stack), tenant, platform);
      return [{ namespace, tree, entry: carryOver(tree, { entry, known: before.tenants[namespace] }, stackOf) }];
    });
    const byName = planted.toSorted((left, right) => (left.namespace < right.namespace ? -1 : 1));
    const after: Assignment = {
      stacks: placed.stacks,
      tenants: Object.fromEntries(byName.map(({ namespace, entry }) => [namespace, entry])),
    };
    return [new Map(planted.flatMap(({ tree }) => tree.map((one) => [one.namespace, one] as const))), after] as const;
  }

  /** Only after all tenants are valid: names of invalid ones must not be kept. */
  private writeAtSynth(file: string, assignment: Assignment): void {
    const [first] = this.stacks;
    if (first === undefined) return;
    guardStack(first, {
      issues: () => [],
      write: () => {
        writeAssignment(file, assignment);
      },
    });
  }
}

function isPipeline(): boolean {
  const { CI } = process.env;
  return CI !== undefined && !["", "0", "false"].includes(CI);
}
