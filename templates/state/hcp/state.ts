import { CloudBackend, NamedCloudWorkspace, type TerraformStack } from "cdktf";

/** Where the state of a stack is: a workspace of HCP Terraform with the execution mode "local", for `hikube` plans and applies. */
export function keepState(stack: TerraformStack): void {
  new CloudBackend(stack, {
    organization: "CHANGE-ME",
    workspaces: new NamedCloudWorkspace(`hikube-${stack.node.id}`),
  });
}
