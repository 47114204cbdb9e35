import { SMALL } from "../model/tenants";

const GROUP = (name: string) => ({ kind: "Group" as const, name });
const TCP = (port: number) => [{ protocol: "TCP", port }];

/** A company with two tenants. */
export const BEFORE = {
  name: "acme",
  profile: "production",
  quota: { cpu: "32", memory: "64Gi", storage: "1Ti" },
  access: { admins: [GROUP("oidc:platform")], deployers: [{ name: "ci", level: "user" }] },
  security: { podSecurity: "restricted", imageRegistries: ["ghcr.io/acme/"], hostnames: ["acme.example"] },
  network: { internet: "deny" },
  protected: true,
  children: [
    { name: "shop", quota: SMALL, protected: false },
    { name: "old", quota: SMALL, protected: false },
  ],
};

/** The same after dangerous edits. */
export const AFTER = {
  ...BEFORE,
  access: { admins: [GROUP("oidc:platform"), GROUP("oidc:contractors")], deployers: [{ name: "ci", level: "owner" }] },
  security: {
    podSecurity: "baseline",
    alwaysPullImages: false,
    imageRegistries: ["*"],
    hostnames: ["*"],
    tolerations: ["acme.example/gpu"],
  },
  network: {
    internet: "allow",
    expose: [{ fromCidrs: ["0.0.0.0/0"], ports: TCP(22) }],
    egress: [{ toCidrs: ["10.50.0.0/16"], ports: TCP(5432) }],
  },
  protected: false,
  expiresAt: "2031-01-01T00:00:00Z",
  children: [{ name: "shop", quota: SMALL, protected: false, suspended: true }],
};

/** Each edit, and the line that a reviewer finds among the dangers. */
export const EDITS = [
  ["a group becomes admin", "- access of `Group oidc:contractors`: `none` → `admin`"],
  ["a pipeline becomes owner", "- access of `deployer tenant-acme.ci`: `user` → `owner`"],
  ["Pod Security gets laxer", "- security: `podSecurity`: `restricted` → `baseline`"],
  ["images of everybody", "- security: `imageRegistries`: `ghcr.io/acme/` → `*`"],
  ["hosts of everybody", "- security: `hostnames`: `acme.example` → `*`"],
  ["taints of others", "- security: `tolerations`: `none` → `acme.example/gpu`"],
  ["images that a node holds", "- security: `alwaysPullImages`: `yes` → `no`"],
  ["protection ends", "- lifetime: `protected`: `yes` → `no`; it may be deleted, with all that is in it"],
  ["it expires", "- lifetime: `expires`: `never` → `2031-01-01T00:00:00Z`; from then on it is suspended"],
  ["a tenant is suspended", "- lifetime: `suspended`: `no` → `yes`; no new pods start"],
  ["a tenant goes", "- tenant is removed: `tenant-acme-old`; its namespace is deleted, with all that is in it"],
  ["SSH from the internet", "- way opens: `internet (IPv4) -> tenant-acme`: `TCP 22`"],
  ["to the internet", "- way opens: `tenant-acme -> internet`: `all ports`"],
  ["into the company's network", "- way opens: `tenant-acme -> private networks (IPv4)`: `TCP 5432 to 10.50.0.0/16`"],
] as const;

/** The lines under the heading of dangers. */
export function dangersIn(markdown: string): readonly string[] {
  const [, section = ""] = markdown.split("#### ⚠️ Danger");
  return (section.split("#### ")[0] ?? "").split("\n").map((line) => line.trim());
}
