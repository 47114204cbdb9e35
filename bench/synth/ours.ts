import { HikubeSubTenant, HikubeTenant, Subject, TenantProfile } from "../../constructs/index";
import type { TerraformStack } from "cdktf";
import { CLUSTER } from "../../test/constructs/cluster";
import { measure } from "./measure";
import { TREE_SIZE } from "./shape";

/** Trees of ten: a production tenant and nine sub-tenants. */
function build(stack: TerraformStack, count: number): void {
  let top: HikubeTenant | undefined;
  for (let index = 0; index < count; index++) {
    if (top === undefined || index % TREE_SIZE === 0) {
      top = new HikubeTenant(stack, `tenant${index}`, {
        name: `t${index}`,
        platform: { cluster: CLUSTER },
        profile: TenantProfile.PRODUCTION,
        access: { owners: [Subject.group("platform")], viewers: [Subject.group("support")] },
        cost: { costCenter: "CC-1000", project: "bench" },
      });
      continue;
    }
    new HikubeSubTenant(stack, `tenant${index}`, {
      parent: top,
      name: `t${index}`,
      quota: { cpu: "1", memory: "4Gi", storage: "50Gi" },
      access: { admins: [Subject.group("team")] },
    });
  }
}

measure(build);
