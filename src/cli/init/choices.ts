/** What a repository is written in. */
export const LANGUAGES = ["typescript", "yaml"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Hosts of pipelines. */
export const HOSTS = ["github", "gitlab", "atlantis", "hcp", "none"] as const;
export type Host = (typeof HOSTS)[number];

/** Where the states are kept. */
export const BACKENDS = ["local", "s3", "http", "hcp"] as const;
export type Backend = (typeof BACKENDS)[number];

/** What the repository is to be. */
export interface Choices {
  readonly language: Language;
  readonly host: Host;
  readonly backend: Backend;
  /** What `package.json` says of this package: a version, or a place to install it from. */
  readonly package: string;
}

/** A state on the disk of a runner is lost with it; so only who has no pipeline gets a local one. */
export const USUAL_BACKEND: Readonly<Record<Host, Backend>> = {
  github: "s3",
  gitlab: "http",
  atlantis: "s3",
  hcp: "hcp",
  none: "local",
};
