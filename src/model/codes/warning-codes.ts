/** What is allowed or done all the same, and that somebody should know of: warnings and notes of synth and of commands. */
export const WARNING_CODES = {
  "app-warning": {
    cause: "An app warns of a construct by cdktf's `Annotations`.",
    cure: "Do what the message says; it is the app's own.",
  },
  "app-wrote-nothing": {
    cause: "The app ended well and wrote no stacks, so those of an earlier synth are used.",
    cure: "None, if the app writes only what has changed; else let it call `app.synth()`.",
  },
  "backend-config-ignored": {
    cause: "`-backend-config` was given to Terraform in a sandbox, which keeps the state of its stacks itself.",
    cure: "None: outside of the sandbox it is used.",
  },
  "changed-by-others": {
    cause:
      "Somebody changed or removed an object that a resource of the provider `hikube` stands for, and the plan sets it back.",
    cure: "None, if it is to be set back; else write it into the code. The field manager that the message names is the tool that did it.",
  },
  "cluster-not-asked": {
    cause: "A plan could not be compared with a cluster: its address is not known, or it did not answer.",
    cure: "See to it that it answers, and plan again. Where the provider block names none, name the cluster by `--kubeconfig` or `--context`; where the block says it by variables, pass them as `TF_VAR_…`. What is only known at apply, or ephemeral, remove from the block for this run, and name the cluster by `--kubeconfig`.",
  },
  "containers-limited-by-default": {
    cause: "Containers without limits get those of their tenant.",
    cure: "Set limits in containers that request more, or `containerDefaults` of the tenant.",
  },
  "exposed-to-nodes": {
    cause: "A tenant lets the cluster's nodes in (`fromNodes`), whose ranges hold addresses of pods, too.",
    cure: "Narrow `nodeCidrs` of `cluster.json` to the nodes, or run the ingress controller in pods and use `fromNamespace`.",
  },
  "isolation-goes-first": {
    cause: "The cluster of a removed tenant cannot be asked, so Terraform removes its isolation before its pods.",
    cure: "Run `hikube suspend` for the tenant first, or name the cluster.",
  },
  "long-lived-tokens": {
    cause: "The API server extends the mounted tokens of pods to a year, or nothing says that it does not.",
    cure: "Set `--service-account-extend-token-expiration=false` on it, or let external verifiers request an audience of their own.",
  },
  "maybe-held-elsewhere": {
    cause:
      "`hikube recover` found whole tenants, or the platform, that its state had nothing of and that nobody released; or a plan makes a " +
      "`hikube_tenant` that is there already, just as it would be made, or a platform where the cluster has one; or a plan of some stacks (`--stack`) removes a tenant that another stack " +
      "declares, perhaps in another cluster.",
    cure:
      "None after an apply that was killed. If another repository applies them, release the tenants there by `hikube release`, and run `recover` and `apply` here with " +
      "`--no-platform`. Until then apply no plan that makes them. A tenant that moved to another stack of the same cluster keeps what is in it by `hikube release` and `hikube recover`.",
  },
  "namespace-exists": {
    cause: "A plan creates a tenant whose namespace is in the cluster already, and not in the state.",
    cure: "After a killed apply run `hikube recover`. Else say `adopt: true`, name another namespace, or take it out of the code.",
  },
  "not-judged": {
    cause: "`matrix --live` found policies or objects that it does not evaluate.",
    cure: "Look at them yourself: what they allow or deny is not in the matrix.",
  },
  "old-kubernetes": {
    cause:
      "The cluster is older than Kubernetes v1.34: its namespace controller may delete policies before pods, and its Pod " +
      "Security does not judge the hosts in probes and hooks.",
    cure: "Upgrade the cluster. Until then run `hikube suspend` for a tenant before it is removed.",
  },
  "other-states-not-asked": {
    cause:
      "`hikube release` with `--stack` looked at the states of these stacks alone, and another one may hold the tenant, too.",
    cure: "Leave out `--stack`, unless the other stacks are of other clusters.",
  },
  "partial-address-range": {
    cause: "The range of addresses is that of the present nodes, and the cluster does not tell the whole one.",
    cure: "Pass the whole range: `--pod-cidr`, `--node-cidr`.",
  },
  "provider-name-differs": {
    cause: "A provider calls itself by another name than the archives that it is packed in.",
    cure: "Give `--name`, or rename the package.",
  },
  "provider-of-your-own": {
    cause:
      "A stack runs with a provider `hikube` that terraform finds: its lock file or `version` names another version than that of this package, or `dev_overrides` or " +
      "`TF_REATTACH_PROVIDERS` name one.",
    cure: "None, if it is meant; else take that choice back, or install the same version of this package.",
  },
  "quota-below-use": {
    cause: "A plan lowers a quota below what is in use.",
    cure: "None, if new pods may wait; else raise the quota or remove what uses it.",
  },
  "stale-cluster-facts": {
    cause: "The cluster no longer is what `cluster.json` says: addresses, DNS, keys or the version have changed.",
    cure: "Run `hikube cluster inspect --out cluster.json`, review the change and apply.",
  },
  "state-not-saved": {
    cause: "Terraform could not save the state to its backend, and wrote it to a file.",
    cure: "Upload the file with `terraform state push`.",
  },
  "suspended-but-open": {
    cause: "A tenant is past its end and marked as suspended, and somebody opened its quota since.",
    cure: "Run `hikube suspend NAMESPACE`, or set a later `expiresAt` and apply.",
  },
  "tenant-expired": {
    cause: "The time of a tenant's `expiresAt` has passed.",
    cure: "Suspend it by `hikube expire --suspend`, set a later time, or remove the tenant.",
  },
  "tenant-expires-soon": {
    cause: "A tenant expires within 14 days.",
    cure: "Set a later time, or remove the tenant.",
  },
  "tenant-recreated": {
    cause:
      "The Terraform address of a tenant changed, so the tenant is deleted with all that is in it, and created again.",
    cure: "Set `movedFrom` of the tenant to its former path.",
  },
  "tenant-released": {
    cause: "A plan creates a tenant that `hikube release` took out of the state, and whose walls stayed.",
    cure: "Take it out of the code, of a fleet also out of its assignment; or take it back by `hikube recover`.",
  },
  "tenant-removed-with-content": {
    cause: "A plan removes a tenant that has pods or volumes.",
    cure: "None, if they may be lost; else keep the tenant.",
  },
  "terraform-warning": {
    cause: "Terraform or a provider warns of something in a plan or an apply, in its own words.",
    cure: "Do what the message says.",
  },
  "unbounded-operator": {
    cause: "The platform grants tenants a kind whose operator Kubernetes cannot hold to the tenant.",
    cure: "Bound the operator as the message says, or grant only `get`, `list` and `watch`.",
  },
  "unchecked-against-parent": {
    cause:
      "A value is only known at apply, or its parent is not described, so nothing checks that the parent allows it.",
    cure: "Write the value down, and describe a parent that is declared elsewhere.",
  },
  "unclaimed-objects": {
    cause: "The cluster has objects of ours that no stack here declares.",
    cure: "None, if another repository does; else delete what is left over. `--json` names them.",
  },
  "unknown-parent-fact": {
    cause: "A fact of a parent that is declared elsewhere is not given, so checks that need it are skipped.",
    cure: "Give it to `fromTenantAttributes`.",
  },
  "unused-acceptance": {
    cause: "A file of accepted findings names one that is not found any more, or that reads otherwise now.",
    cure: "Take it out of the file; accept the new finding by its own id, if it may be so.",
  },
  "unusual-amount": {
    cause:
      "An amount of a quota is so small or so large that it is hardly meant: bytes without a unit, cores with one.",
    cure: "None, if it is meant; else write the unit: `128Gi` of memory, `32` cores, a share of `25` percent.",
  },
  "usual-choices": {
    cause:
      "`hikube init` was called without a terminal and without `--language` or `--ci`, and took the usual choices.",
    cure: "None, if they are meant; else pass the options, in a folder of its own.",
  },
} as const;

/** A code of `WARNING_CODES`. */
export type WarningCode = keyof typeof WARNING_CODES;
