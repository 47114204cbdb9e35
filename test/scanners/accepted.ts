import type { Scanner } from "./scanner";

/** A rule of a scanner, what it finds in rendered tenants, and why that stays. */
export interface AcceptedRule {
  readonly rule: string;
  /** In the scanner's words. */
  readonly asks: string;
  /** Kind and name of each object, in order. @default - nothing */
  readonly finds?: readonly string[];
  /** Given exactly where something is found. */
  readonly because?: string;
}

/** The rules that find a fault in `faulty.yaml`, in order. `docs/scanners.md` shows the same. */
export const ACCEPTED: Readonly<Record<Scanner["name"], readonly AcceptedRule[]>> = {
  trivy: [
    { rule: "KSV-0038", asks: "Selector usage in network policies" },
    { rule: "KSV-0039", asks: "limit range usage" },
    {
      rule: "KSV-0040",
      asks: "resource quota usage",
      finds: ["ResourceQuota hikube-no-foreign-affinity", "ResourceQuota hikube-no-priority-class"],
      because: "they count pods that stay out to zero; `hikube-tenant` has all four keys",
    },
    {
      rule: "KSV-0041",
      asks: "Manage secrets",
      finds: ["ClusterRole hikube:admin", "ClusterRole hikube:owner"],
      because: "Helm keeps its releases in Secrets; bound in one tenant's namespaces only",
    },
    { rule: "KSV-0042", asks: "Delete pod logs" },
    { rule: "KSV-0043", asks: "Do not allow impersonation of privileged groups" },
    { rule: "KSV-0044", asks: "No wildcard verb and resource roles" },
    { rule: "KSV-0045", asks: "No wildcard verb roles" },
    { rule: "KSV-0046", asks: "Manage all resources" },
    { rule: "KSV-0047", asks: "Do not allow privilege escalation from node proxy" },
    {
      rule: "KSV-0048",
      asks: "Manage Kubernetes workloads and pods",
      finds: ["ClusterRole hikube:admin", "ClusterRole hikube:owner", "ClusterRole hikube:user"],
      because: "running workloads is what a tenant is for; `user` may only delete pods",
    },
    {
      rule: "KSV-0049",
      asks: "Manage configmaps",
      finds: ["ClusterRole hikube:admin", "ClusterRole hikube:owner"],
      because: "configuration of the tenant's own workloads; its size is bounded",
    },
    {
      rule: "KSV-0050",
      asks: "Manage Kubernetes RBAC resources",
      finds: ["ClusterRole hikube:owner", "ClusterRole hikube:platform"],
      because:
        "an owner makes Roles and bindings in its own namespaces, and RBAC lets nobody grant more than it holds; `hikube:platform` binds the four levels by name and nothing else",
    },
    { rule: "KSV-0051", asks: "Do not allow role binding creation and association with privileged role/clusterrole" },
    { rule: "KSV-0052", asks: "Do not allow role to create ClusterRoleBindings and association with privileged role" },
    {
      rule: "KSV-0053",
      asks: "Exec into Pods",
      finds: ["ClusterRole hikube:admin", "ClusterRole hikube:owner", "ClusterRole hikube:user"],
      because: "a user of pods looks into them; Pod Security bounds what is in them",
    },
    { rule: "KSV-0054", asks: "Do not allow attaching to shell on pods" },
    { rule: "KSV-0055", asks: "Do not allow users in a rolebinding to add other users to their rolebindings" },
    {
      rule: "KSV-0056",
      asks: "Manage Kubernetes networking",
      finds: ["ClusterRole hikube:admin", "ClusterRole hikube:owner", "ClusterRole hikube:platform"],
      because: "guardrails judge what tenants write; `hikube:platform` writes the isolation itself",
    },
    { rule: "KSV-0111", asks: "User with admin access" },
    { rule: "KSV-0112", asks: "Manage all resources at the namespace" },
    { rule: "KSV-0114", asks: "Manage webhookconfigurations" },
    { rule: "KSV-0122", asks: "Anonymous user access binding" },
    { rule: "KSV-0123", asks: "system:masters group access binding" },
  ],
  checkov: [
    {
      rule: "CKV2_K8S_1",
      asks: "RoleBinding should not allow privilege escalation to a ServiceAccount or Node on other RoleBinding",
    },
    {
      rule: "CKV2_K8S_2",
      asks: "Granting `create` permissions to `nodes/proxy` or `pods/exec` sub resources allows potential privilege escalation",
    },
    {
      rule: "CKV2_K8S_3",
      asks: "No ServiceAccount/Node should have `impersonate` permissions for groups/users/service-accounts",
    },
    {
      rule: "CKV2_K8S_4",
      asks: "ServiceAccounts and nodes that can modify services/status may set the `status.loadBalancer.ingress.ip` field to exploit the unfixed CVE-2020-8554 and launch MiTM attacks against the cluster.",
    },
    { rule: "CKV2_K8S_5", asks: "No ServiceAccount/Node should be able to read all secrets" },
    {
      rule: "CKV_K8S_155",
      asks: "Minimize ClusterRoles that grant control over validating or mutating admission webhook configurations",
    },
    { rule: "CKV_K8S_156", asks: "Minimize ClusterRoles that grant permissions to approve CertificateSigningRequests" },
    {
      rule: "CKV_K8S_157",
      asks: "Minimize Roles and ClusterRoles that grant permissions to bind RoleBindings or ClusterRoleBindings",
    },
    {
      rule: "CKV_K8S_158",
      asks: "Minimize Roles and ClusterRoles that grant permissions to escalate Roles or ClusterRoles",
    },
    { rule: "CKV_K8S_21", asks: "The default namespace should not be used" },
    { rule: "CKV_K8S_41", asks: "Ensure that default service accounts are not actively used" },
    { rule: "CKV_K8S_42", asks: "Ensure that default service accounts are not actively used" },
    { rule: "CKV_K8S_49", asks: "Minimize wildcard use in Roles and ClusterRoles" },
  ],
};
