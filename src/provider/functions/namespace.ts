import { fn, FunctionError } from "../../plugin";
import { show } from "../../model/issue";
import { shortened } from "../../model/printable";
import { DNS_LABEL_LENGTH } from "../../model/kubernetes/names";
import { namespaceOf, TENANT_NAME, TENANT_NAME_LENGTH } from "../../model/tenant/spec/tenant-names";

/** The namespace of a tenant by the names on the way to it: `namespace("production", "shop")` is `tenant-production-shop`. */
export const namespace = fn({
  summary: "Namespace of a tenant",
  description:
    'The namespace that a tenant has by its place in the tree: `provider::hikube::namespace("production", "shop")` is `tenant-production-shop`.',
  descriptionKind: "markdown",
  parameters: [{ name: "tenant", type: "string", description: "Name of the top tenant." }],
  variadic: {
    name: "sub_tenants",
    type: "string",
    description: "Names of the sub-tenants below it, one after another.",
  },
  returns: "string",
  call(...names) {
    names.forEach(assertName);
    const found = names.reduce<string | undefined>((parent, name) => namespaceOf({ name }, parent), undefined) ?? "";
    if (found.length <= DNS_LABEL_LENGTH) return found;
    throw new FunctionError(
      `The namespace "${shortened(found)}" has ${String(found.length)} characters, Kubernetes allows ${String(DNS_LABEL_LENGTH)}: shorten a name`,
    );
  },
});

function assertName(name: string, index: number): void {
  if (TENANT_NAME.test(name) && name.length <= TENANT_NAME_LENGTH) return;
  throw new FunctionError(
    `${show(name)} is an invalid tenant name: expected a lower-case letter, then lower-case letters and digits, at most ${String(TENANT_NAME_LENGTH)} characters`,
    index,
  );
}
