import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { TerraformElement, type TerraformProvider, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { metadataOf } from "../../src/model/tenant/objects/metadata";
import { stackReaders } from "../../src/model/monitoring/stack/gateway-release";
import {
  ADMIN_SECRET,
  type MonitoringStack,
  READERS_SECRET,
  tokensRevision,
} from "../../src/model/monitoring/stack/monitoring-stack";

/** As long as no one can guess; letters and digits, for a token stands in a header. */
const LENGTH = 40;

/**
 * The tokens of readers and the password of Grafana's administrator: drawn while the plan is applied, written once, kept
 * in no state. Both sides of a token are in one Secret of one namespace, so that no apply that breaks leaves them apart.
 *
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export function emitSecrets(
  scope: Construct,
  stack: MonitoringStack,
  before: TerraformResource,
  provider: TerraformProvider | undefined,
): readonly TerraformResource[] {
  const revision = tokensRevision(stack);
  const secret = (id: string, name: string, data: Record<string, string>) =>
    new SecretV1(scope, id, {
      metadata: metadataOf(stack.place, name),
      ...{ dataWo: data, dataWoRevision: revision, type: "Opaque", provider, dependsOn: [before] },
    });
  const readers = stackReaders(stack).map(({ name }) => [name, drawn(scope, `token-${name}`)] as const);
  return [
    secret("secret-readers", READERS_SECRET, Object.fromEntries(readers)),
    secret("secret-grafana-admin", ADMIN_SECRET, { user: "admin", password: drawn(scope, "password-grafana-admin") }),
  ];
}

/** Reference to a text that Terraform draws and forgets. */
function drawn(scope: Construct, id: string): string {
  const element = new RandomPassword(scope, id);
  return `\${ephemeral.random_password.${element.friendlyUniqueId}.result}`;
}

/** cdktf has no blocks of this kind: they came with Terraform 1.10. */
class RandomPassword extends TerraformElement {
  constructor(scope: Construct, id: string) {
    super(scope, id, "random_password");
  }

  override toTerraform() {
    return {
      terraform: { required_providers: { random: { source: "hashicorp/random", version: "~> 3.7" } } },
      ephemeral: { random_password: { [this.friendlyUniqueId]: { length: LENGTH, special: false } } },
    };
  }
}
