import { tokenLifetime, tokenSecrets } from "./account-tokens";
import { configSize } from "./config-size";
import { events } from "./events";
import type { Guardrail } from "./guardrail";
import { ingresses } from "./ingresses";
import { managedObjects } from "./managed-objects";
import { namespaceMarks } from "./namespace-marks";
import { networkPolicies } from "./network-policies";
import { objectSize } from "./object-size";
import { objectWidth } from "./object-width";
import { podDeletion } from "./pod-deletion";
import { podImages } from "./pod-images";
import { podSpec } from "./pod-spec";
import { protectedIsolation } from "./protected-isolation";
import { protectedNamespaces } from "./protected-namespaces";
import { replicas } from "./replicas";
import { reservedNames } from "./reserved-names";
import { resourceClaims } from "./resource-claims";
import { roleBindings } from "./role-bindings";
import { services } from "./services";
import { volumeClaims } from "./volume-claims";

/** Everything that the platform watches over. */
export const GUARDRAILS: readonly Guardrail[] = [
  // What the platform made.
  managedObjects,
  namespaceMarks,
  protectedNamespaces,
  protectedIsolation,
  reservedNames,
  // What tenants write.
  tokenSecrets,
  tokenLifetime,
  roleBindings,
  networkPolicies,
  podImages,
  podSpec,
  podDeletion,
  resourceClaims,
  volumeClaims,
  services,
  ingresses,
  events,
  replicas,
  objectWidth,
  objectSize,
  configSize,
];
