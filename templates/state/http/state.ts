import { HttpBackend, type TerraformStack } from "cdktf";

/** The states that GitLab keeps for a project. The job's variables name it; on a machine of your own set them by hand. */
const { CI_API_V4_URL = "https://gitlab.com/api/v4", CI_PROJECT_ID = "0" } = process.env;

/** Where the state of a stack is. Who asks is told by TF_HTTP_USERNAME and TF_HTTP_PASSWORD. */
export function keepState(stack: TerraformStack): void {
  const address = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${stack.node.id}`;
  new HttpBackend(stack, {
    address,
    lockAddress: `${address}/lock`,
    lockMethod: "POST",
    unlockAddress: `${address}/lock`,
    unlockMethod: "DELETE",
  });
}
