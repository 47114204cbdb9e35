export { inspectCluster, type KnownFacts } from "../kube/inspect/inspect-cluster";
export { applyStack, type AppliedStack, type ApplyStackOptions } from "./apply/apply-stack";
export type { AppliedResource } from "./apply/applied";
export type { ConstructNodeLike, SynthesisSessionLike, TerraformAppLike, TerraformStackLike } from "./apply/synthesize";
export { TerraformError, type TerraformErrorCode } from "../terraform/terraform";
export type { InitFailureCode } from "../terraform/init-failures";
export { startSandbox, type DetachableSandbox, type Sandbox } from "./sandbox";
export type { SandboxOptions } from "./options";
export type { User } from "./pki/users";
export { SandboxError, type SandboxErrorCode } from "../support/errors";
export { silentProgress, streamProgress, type Progress, type Step } from "../support/progress";
export {
  provideProviders,
  type ProvideOptions,
  type ProviderEnvironment,
  type ProviderSource,
} from "../offline/provide";

// What a sandbox hands out.
export type { ApplyOptions, Cluster, DeleteOptions, KindRef, ListOptions, ObjectRef } from "../kube/cluster";
export type { KubeObject } from "../model/kubernetes/kube-object";
