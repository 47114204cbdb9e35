import { LocalBackend, type TerraformStack } from "cdktf";

/** Where the state of a stack is: a file beside this one, which is on this machine alone. Teams need another backend. */
export function keepState(stack: TerraformStack): void {
  new LocalBackend(stack, { path: `${__dirname}/${stack.node.id}.tfstate` });
}
