import { listIn, objectIn, textIfAny, type JsonRecord } from "../../model/json";

/** A resource as a configuration has it, before its instances are counted. */
export interface ConfiguredResource {
  /** Its address without the keys of instances, e.g. `module.team.kubernetes_namespace_v1.a`. */
  readonly address: string;
  readonly resource: JsonRecord;
}

/**
 * The resources of a configuration, those of modules too.
 *
 * @param configuration - of what `terraform show -json` prints of a plan
 * @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function configuredResources(configuration: unknown): readonly ConfiguredResource[] {
  return inModule(objectIn(configuration).root_module, "");
}

function inModule(module: unknown, prefix: string): readonly ConfiguredResource[] {
  const { resources, module_calls: calls } = objectIn(module);
  const own = listIn(resources).flatMap((each) => {
    const resource = objectIn(each);
    const address = textIfAny(resource.address);
    return address === undefined ? [] : [{ address: `${prefix}${address}`, resource }];
  });
  const called = Object.entries(objectIn(calls)).flatMap(([name, call]) =>
    inModule(objectIn(call).module, `${prefix}module.${name}.`),
  );
  return [...own, ...called];
}
