/** Of apps, fleets and plans. */
export const APP_CODES = {
  "assignment-not-committed": {
    cause: "The tenants of a fleet need a new assignment to stacks, and CI cannot commit it.",
    cure: "Run `cdktf synth` on your machine and commit the assignment file.",
  },
  "duplicate-construct": {
    cause: "A scope has a construct with the same id already.",
    cure: "Give each construct an id of its own.",
  },
  "duplicate-platform": {
    cause: "An app declares two platforms for the same cluster.",
    cure: "Remove one, or give each the facts of its own cluster.",
  },
  "duplicate-move": {
    cause: "Two tenants of a stack have the same `movedFrom`, and Terraform moves a resource to one place.",
    cure: "Keep it at the tenant that was at this path, and remove it from the other one.",
  },
  "foreign-construct": {
    cause: "A platform, a parent or another tenant that was given belongs to another app.",
    cure: "Make all of them in one app, or describe the other one with `fromClusterFacts` or `fromTenantAttributes`.",
  },
  "engine-changed": {
    cause:
      "A plan removes tenants that one engine made, with all that is in them, because the other engine makes them now, in the same stack or in another one.",
    cure:
      "Let `hikube migrate` write down what keeps them, or say `formerEngine: kubernetes` beside `engine: hikube`; or leave the engine as it was. Where the stack changes, too, " +
      "apply the one change first, and then the other.",
  },
  "invalid-assignment": {
    cause: "The file that assigns tenants to stacks cannot be read or written, or was edited to something invalid.",
    cure: "Correct its path or permissions, or restore it from the last commit and change only `stack` and `held`.",
  },
  "invalid-contact": {
    cause: "`contact` of the platform is empty, or longer than 120 characters.",
    cure: "Give one address, link or channel, or leave it out.",
  },
  "wrong-engine": {
    cause:
      "A field or a construct does not go with the engine: `formerEngine` without the engine `hikube`, or with it `ignoreLabels` or `ignoreAnnotations`.",
    cure: "Remove it, or choose the other `engine`.",
  },
  "invalid-ignored-key": {
    cause: "`ignoreLabels` or `ignoreAnnotations` names no key, or one that the platform writes itself.",
    cure: "Name what others write on the namespaces: a key, or a domain and the start of a name with `*` at its end.",
  },
  "invalid-construct-id": {
    cause: "The id of a construct is empty, no text, or a name that every JavaScript object has.",
    cure: "Choose another id.",
  },
  "invalid-move": {
    cause: "`movedFrom` is not a construct path, or is the present path of the tenant.",
    cure: "Take the former path from `path` in the `hikube.json` of the last synth.",
  },
  "isolation-removed": {
    cause: "A plan removes what isolates a tenant and keeps its namespace, or recreates the namespace without it.",
    cure: "Plan the whole tenant, without `-target`, `-exclude` or `-replace`; `hikube recover` takes back what was lost.",
  },
  "migration-destroys": {
    cause:
      "`hikube migrate` found what leaves the code in the same change, and is neither an object of a tenant nor moved: the plan would destroy it. Nothing was written.",
    cure: "Keep it in the code until the migration is applied, and remove it in a change of its own.",
  },
  "migration-of-some-instances": {
    cause:
      "Some instances of a resource, or of its module, become another engine's, and others stay in the code; Terraform forgets all or none. Nothing was written.",
    cure: "Take those that leave out of the state by hand (`terraform state rm ADDRESS`), then run `hikube migrate` again.",
  },
  "missing-provider": {
    cause: "A stack has resources of a provider, and no construct of that provider.",
    cure: "Make the provider in the stack, with the connection to the cluster.",
  },
  "move-from-used-path": {
    cause: "`movedFrom` names a path at which the stack still declares a resource; Terraform moves nothing from there.",
    cure: "Correct the path, or give what is declared there another id. Two constructs change places in two applies.",
  },
  "must-be-known-at-synth": {
    cause: "The value decides which objects are created, but is only known at apply.",
    cure: "Write the value down.",
  },
  "outside-of-stack": {
    cause: "A construct is not inside a stack, so nothing of it would be written.",
    cure: "Pass the stack as scope, not the app.",
  },
  "protected-tenant-exposed": {
    cause: "A change removes policies, quotas, limits or guardrails that isolate a protected tenant.",
    cure: "Keep them, or first apply the tenant with `protected: false`.",
  },
  "protected-tenant-removed": {
    cause: "A protected tenant is no longer declared.",
    cure: "Declare it again with `protected: false`, apply that, then remove it.",
  },
  "protected-tenant-replaced": {
    cause:
      "The Terraform address of a protected tenant changed, so Terraform would delete and recreate the tenant; or a protected `hikube_tenant` is tainted, or was to be replaced.",
    cure: "Set `movedFrom` of the tenant to its former path: it writes the `moved` blocks. `hikube plan --json` lists the addresses. `hikube recover` keeps what is tainted.",
  },
  "object-of-a-tenant": {
    cause:
      "A `hikube_manifest` makes, adopts, imports or changes an object that a tenant or the platform consists of: its namespace, a quota, a policy, a binding, a guardrail.",
    cure:
      "Declare it where the tenant or the platform is declared, and remove the `hikube_manifest`; what a state holds of it leaves by `terraform state rm` or a `removed` block, or goes from the configuration: " +
      "it stays in the cluster. Or choose another name.",
  },
  "tenant-held-elsewhere": {
    cause:
      "A plan adopts a namespace that is a tenant already, with policies, quotas and bindings of its own; or two applies made a `hikube_tenant` at the same time, and this is " +
      "the one that was refused, then or later. Or a state has lost its tenant or its platform: another configuration, or another resource of this one, has taken it over or made it anew since the " +
      "state wrote it. Then a plan warns `Another resource holds the tenant … now`; what it would change of it is refused, and its removal only forgets it.",
    cure:
      "Release it where it is held (`hikube release`) and take it over by `hikube recover`; after an apply of this code that was killed, `hikube recover` alone. Of two that made a " +
      "`hikube_tenant` the other one holds it: let go of it there, or choose another name. Where no state has it (`terraform state list`), `terraform import ADDRESS NAMESPACE`. Where the state " +
      "has lost it, take it out of the state by a `removed` block with `destroy = false`, or `terraform state rm ADDRESS`; to have it back, let go of it there first, then take it out here and import it.",
  },
  "tenant-in-other-stack": {
    cause:
      "The plan of one stack removes a tenant that another stack of the same code makes, has or, where `--stack` leaves it out, declares. It would be deleted with all that is in it. So does " +
      "`hikube destroy --stack NAME` of a tenant that the stack has and its code no longer declares.",
    cure:
      "Run `hikube release NAMESPACE`, then `hikube recover`: the tenant stays as it is, and the other stack has it. A fleet moves it by its line in the assignment. To have it made " +
      "anew, take it out of the code, apply that, and put it back. Stacks of two clusters of which one cannot be asked are planned and applied one by one (`--stack`); where a stack that " +
      "is not planned is meant for another cluster, name each in its provider block.",
  },
  "share-kept": {
    cause:
      "An apply made room for another `hikube_tenant` below the same parent, and has not recorded its share yet: it runs, or was killed.",
    cure: "Wait for its end. Where it was killed, apply that tenant again, or destroy it; its room is kept for ten minutes at the longest.",
  },
  "stack-full": {
    cause: "A stack of a fleet holds more tenants than `perStack` allows.",
    cure: "Move a tenant to another stack in the assignment file.",
  },
  "tree-of-two-engines": {
    cause:
      "`hikube migrate` found a tenant that becomes a `hikube_tenant` while a sub-tenant stays with the engine `kubernetes`: its shares would not be counted. Nothing was written.",
    cure: "Migrate a tree whole: make its sub-tenants `hikube_tenant` in the same change.",
  },
} as const;
