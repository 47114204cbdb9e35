/** The four environments of Hikube's own table. */
export type Profile = "production" | "staging" | "development" | "sandbox";

/** A level of the Pod Security Standards. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

/** A complete set of defaults. Every value can be overridden. */
export interface ProfileDefaults {
  /** Capacity of a top tenant; below, a share is given explicitly. */
  readonly quota: {
    readonly cpu: { readonly requests: string; readonly limits: string };
    readonly memory: { readonly requests: string; readonly limits: string };
    readonly storage: string;
    readonly loadBalancers: number;
  };
  /** Pods of each namespace. */
  readonly pods: number;
  /** Defaults of a container without resources. */
  readonly container: {
    readonly limits: { readonly cpu: string; readonly memory: string };
    readonly requests: { readonly cpu: string; readonly memory: string };
  };
  /** Level that is enforced; audit and warn are always `restricted`. */
  readonly podSecurity: PodSecurityLevel;
  readonly internet: "allow" | "deny";
  /** Whether every container must have the image pull policy Always. */
  readonly alwaysPullImages: boolean;
  /** Whether deletion of the namespace is refused. */
  readonly protected: boolean;
  /** Whether `expiresAt` (a time, or `"never"`) must be given. */
  readonly expiryRequired: boolean;
}

const LARGE_CONTAINER = {
  limits: { cpu: "1", memory: "1Gi" },
  requests: { cpu: "100m", memory: "256Mi" },
};
const SMALL_CONTAINER = {
  limits: { cpu: "500m", memory: "512Mi" },
  requests: { cpu: "50m", memory: "128Mi" },
};

/** One row a profile; `docs/tenants.md` shows the same table, which a test keeps equal. */
export const PROFILES: Readonly<Record<Profile, ProfileDefaults>> = {
  production: {
    quota: {
      cpu: { requests: "32", limits: "32" },
      memory: { requests: "128Gi", limits: "128Gi" },
      storage: "2Ti",
      loadBalancers: 4,
    },
    pods: 500,
    container: LARGE_CONTAINER,
    podSecurity: "restricted",
    internet: "deny",
    alwaysPullImages: true,
    protected: true,
    expiryRequired: false,
  },
  staging: {
    quota: {
      cpu: { requests: "16", limits: "16" },
      memory: { requests: "64Gi", limits: "64Gi" },
      storage: "1Ti",
      loadBalancers: 2,
    },
    pods: 250,
    container: LARGE_CONTAINER,
    podSecurity: "restricted",
    internet: "deny",
    alwaysPullImages: true,
    protected: false,
    expiryRequired: false,
  },
  development: {
    quota: {
      cpu: { requests: "8", limits: "16" },
      memory: { requests: "32Gi", limits: "48Gi" },
      storage: "500Gi",
      loadBalancers: 1,
    },
    pods: 200,
    container: SMALL_CONTAINER,
    podSecurity: "baseline",
    internet: "allow",
    alwaysPullImages: false,
    protected: false,
    expiryRequired: false,
  },
  sandbox: {
    quota: {
      cpu: { requests: "2", limits: "4" },
      memory: { requests: "8Gi", limits: "12Gi" },
      storage: "50Gi",
      loadBalancers: 0,
    },
    pods: 50,
    container: SMALL_CONTAINER,
    podSecurity: "baseline",
    internet: "allow",
    alwaysPullImages: false,
    protected: false,
    expiryRequired: true,
  },
};

/** The names of the profiles, strictest first. */
export const PROFILE_NAMES: readonly Profile[] = ["production", "staging", "development", "sandbox"];

/** Whether a text names a profile. */
export function isProfile(value: unknown): value is Profile {
  return PROFILE_NAMES.some((name) => name === value);
}
