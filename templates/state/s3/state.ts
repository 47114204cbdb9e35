import { S3Backend, type TerraformStack } from "cdktf";

/** Where the state of a stack is. Give the bucket versions and encryption; administrators alone may read `platform.tfstate`. */
export function keepState(stack: TerraformStack): void {
  new S3Backend(stack, { bucket: "CHANGE-ME", key: `${stack.node.id}.tfstate`, region: "eu-central-1", encrypt: true });
  // The lock is an object beside the state: Terraform 1.10 or newer, or OpenTofu 1.10.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}
