import { PROFILE_NAMES } from "../../../src/model/tenant/spec/profile";
import { TENANT_FACTS } from "../../../src/provider/data/tenant-facts";

test("every profile is named that a tenant may have", () => {
  for (const name of PROFILE_NAMES) expect(TENANT_FACTS.profile?.description).toContain(`\`${name}\``);
});
