import { checkConfig } from "../../src/plugin/lifecycle/check-config";
import { Collector } from "../../src/plugin/lifecycle/collector";
import { hikubeProvider } from "../../src/provider/provider";

const { dataSources = {}, ephemerals = {} } = hikubeProvider({});

test.each([
  ["hikube_tenant", "namespace"],
  ["hikube_tenant_usage", "namespace"],
  ["hikube_tenants", "parent"],
  ["hikube_connectivity", "from"],
  ["hikube_connectivity", "to"],
  ["hikube_kubeconfig", "namespace"],
  ["hikube_kubeconfig", "service_account"],
])("what nobody sees of a name that is asked of %s is told with its argument `%s`", (type, argument) => {
  const { schema } = { ...dataSources, ...ephemerals }[type]!;
  const attribute = schema.attributes![argument]!;
  const diagnostics = new Collector();
  checkConfig(diagnostics, { attributes: { [argument]: attribute } }, { [argument]: "tenant-a\n" });
  expect(diagnostics.list).toMatchObject([
    {
      ...{ severity: "error", summary: `Invalid value for ${argument}`, path: [argument] },
      detail: expect.stringMatching(/^Invisible characters: .*`trimspace.*\[invisible-characters\]/) as string,
    },
  ]);
});
