import type { Profile } from "../src/model/tenant/spec/profile";

/** The environments of tenants, each a complete set of defaults, listed in `docs/tenants.md`. */
export const TenantProfile = {
  PRODUCTION: "production",
  STAGING: "staging",
  DEVELOPMENT: "development",
  SANDBOX: "sandbox",
} as const satisfies Record<Uppercase<Profile>, Profile>;

export type TenantProfile = Profile;
