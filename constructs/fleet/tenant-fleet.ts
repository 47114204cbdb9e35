import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { SpecError } from "../../src/model/issue";
import type { ClusterFacts } from "../../src/model/platform/cluster-facts";
import type { Forest } from "../../src/model/tenant/resolve/tenant";
import type { Profile } from "../../src/model/tenant/spec/profile";
import { withPlaceInPath } from "../../src/tenants-file/file-issue";
import type * as SpecFiles from "../../src/tenants-file/files";
import { guardStack } from "../stack-guard";
import type { TenantConstruct } from "../tenant-construct";
import { assign, type Assignment } from "./assignment";
import { printAssignment, readAssignment, writeAssignment } from "./file";
import { assignmentIssues, listIssues, notCommitted } from "./rules";
import { carryOver, plantTree, treeOf, type FleetTenant } from "./tree";

/** Terraform's apply is superlinear in what a stack holds; a tenant is about twenty resources. */
const PER_STACK = 25;

interface FleetOptions {
  /**
   * Path of the file that remembers which tenant stands in which stack. Commit it: synth writes it when tenants come
   * and go, and in a pipeline it is an error when it would have to.
   */
  readonly assignment: string;
  /** Called for each stack before its tenants are made: gives it its providers and its backend. */
  readonly configureStack: (stack: TerraformStack) => void;
  /** Most tenants of a stack, sub-tenants included; a single larger tree has a stack of its own. @default 25 */
  readonly perStack?: number;
  /** Whether the assignment may only be read. @default - true where the environment says `CI` */
  readonly frozen?: boolean;
}

export interface TenantFleetProps extends FleetOptions {
  readonly tenants: readonly FleetTenant[];
  /** Facts of the cluster that the tenants live on, the same that its `HikubePlatform` was given. */
  readonly cluster: ClusterFacts;
}

export interface TenantFleetFileProps extends FleetOptions {
  /** Path of the file of tenants, YAML or JSON; see `docs/tenants-file.md`. */
  readonly file: string;
  /** Facts of the cluster. @default - those of the `cluster` that the file names */
  readonly cluster?: ClusterFacts;
}

/**
 * Many tenants over several stacks. Whole trees stay together; a tenant stays in its stack until its line in the
 * assignment is changed, and then moves without a change in the cluster.
 */
export class TenantFleet extends Construct {
  readonly stacks: readonly TerraformStack[];
  /** Every tenant and sub-tenant by its namespace. */
  readonly tenants: ReadonlyMap<string, TenantConstruct>;

  /**
   * The fleet that a file declares.
   * @throws SpecError with every fault of the file, each with line and column; and as the constructor
   */
  static fromFile(scope: Construct, id: string, props: TenantFleetFileProps): TenantFleet {
    const { file, ...options } = props;
    const { forest, cluster, document, issues } = specFiles().readTenantsFile(file, props.cluster);
    if (forest === undefined || cluster === undefined || document === undefined) {
      throw new SpecError(issues.map(withPlaceInPath));
    }
    const tenants = document.tenants.map((tenant, index) => ({ ...tenant, profile: profileOf(forest[index]) }));
    return new TenantFleet(scope, id, { ...options, cluster, tenants });
  }

  /**
   * @throws SpecError when the assignment is broken, holds too many tenants in a stack, has lost a protected tenant, or
   * would have to be written in a pipeline. Faults of the tenants are reported by synth.
   */
  constructor(scope: Construct, id: string, props: TenantFleetProps) {
    super(scope, id);
    const { assignment: file, perStack = PER_STACK, frozen = isPipeline() } = props;
    const misread = listIssues(props.tenants, [this.node.path, "tenants"]);
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

  private plant({ tenants, cluster }: TenantFleetProps, before: Assignment, placed: Assignment) {
    const stackOf = (name: string): TerraformStack => {
      const stack = this.stacks.find(({ node }) => node.id === name);
      if (stack === undefined) throw new Error(`${this.node.path} has no stack ${name}`);
      return stack;
    };
    const planted = tenants.flatMap((tenant) => {
      const { namespace } = treeOf(tenant);
      const entry = placed.tenants[namespace];
      if (entry === undefined) return [];
      const tree = plantTree(stackOf(entry.stack), tenant, cluster);
      return [{ namespace, tree, entry: carryOver(tree, { entry, known: before.tenants[namespace] }, stackOf) }];
    });
    const byName = planted.toSorted((left, right) => (left.namespace < right.namespace ? -1 : 1));
    const after: Assignment = {
      stacks: placed.stacks,
      tenants: Object.fromEntries(byName.map(({ namespace, entry }) => [namespace, entry])),
    };
    return [new Map(planted.flatMap(({ tree }) => tree.map((one) => [one.namespace, one] as const))), after] as const;
  }

  /** Not before all tenants were found right: the names of wrong ones must not be remembered. */
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

function profileOf(node: Forest[number] | undefined): Profile {
  if (node === undefined || !("tenant" in node)) throw new Error("a file of tenants has a forest of as many trees");
  return node.tenant.profile;
}

function isPipeline(): boolean {
  const { CI } = process.env;
  return CI !== undefined && !["", "0", "false"].includes(CI);
}

/** Loaded on demand: the YAML parser would make every synth pay for what few of them use. */
function specFiles(): typeof SpecFiles {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an `import` is not to be had without a promise
  return require("../../src/tenants-file/files") as typeof SpecFiles;
}
