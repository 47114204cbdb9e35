import type { TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { platformObjects } from "../../src/model/platform/platform";
import { emitClosedGroup, emitGroup } from "../order";
import { Platform } from "../provider/bindings/platform";
import { tellFacts } from "../provider/facts";
import { asTerraformText } from "../terraform-text";
import { TakenOver } from "./taken-over";

/** What a platform is in Terraform. */
interface PlatformResources {
  readonly base: readonly TerraformResource[];
  readonly guardrails: readonly TerraformResource[];
}

type PlatformSpec = Parameters<typeof platformObjects>[0];

/** A resource for each object of a platform. */
export function emitPlatformObjects(
  construct: Construct,
  spec: PlatformSpec,
  provider: TerraformProvider | undefined,
): PlatformResources {
  const objects = platformObjects(spec);
  const isNamespace = ({ kind }: KubeObject) => kind === "Namespace";
  const namespaces = emitGroup(construct, objects.base.filter(isNamespace), [], { provider });
  const inside = objects.base.filter((object) => !isNamespace(object));
  const base = [...namespaces, ...emitClosedGroup(construct, inside, namespaces, { provider })];
  return { base, guardrails: emitClosedGroup(construct, objects.guardrails, base.slice(-1), { provider }) };
}

/** The whole platform as one resource of the provider `hikube`, which cdktf names by its construct alone. */
export function emitPlatform(
  construct: Construct,
  given: PlatformSpec,
  { provider, wasOfObjects }: { readonly provider: TerraformProvider | undefined; readonly wasOfObjects: boolean },
): PlatformResources {
  const { cluster, guardrails, readableClasses, contact } = given;
  const spec = asTerraformText({ guardrails, readableClasses, contact });
  const resource = new Platform(construct, "Default", { ...spec, provider });
  tellFacts(cluster, resource, provider);
  if (wasOfObjects) new TakenOver(resource, { emit: (place) => emitPlatformObjects(place, given, undefined) });
  return { base: [resource], guardrails: [] };
}
