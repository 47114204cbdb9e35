import { assertReleasable } from "../../../src/cli/release/releasable";
import type { HeldTenant } from "../../../src/cli/release/state-tenants";

const options = { namespace: "tenant-a", withSubTenants: false, removeWalls: false };
const held = [{ namespace: "tenant-a" }] as unknown as readonly HeldTenant[];

function namespace(metadata: object = {}) {
  const labels = { "app.kubernetes.io/managed-by": "hikube" };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-a", labels, ...metadata } };
}

test.each([
  [{}, {}, /^$/],
  [
    { deletionTimestamp: "2027-01-02T03:04:05Z" },
    {},
    /^tenant-a is being deleted since 2027-01-02T03:04:05Z, with all that is in it: nothing can keep it\n {2}hint: wait/,
  ],
  [{ annotations: { "hikube.cloud/suspended": "true" } }, {}, /^$/],
  [
    { annotations: { "hikube.cloud/suspended": "true" } },
    { removeWalls: true },
    /^tenant-a is suspended, and without its walls nothing can resume it\n {2}hint: run `hikube resume`/,
  ],
  [{ annotations: { "hikube.cloud/protected": "true" } }, { removeWalls: true }, /^tenant-a is protected/],
])("a namespace with %j and %j", (metadata, asked, expected) => {
  const said = () => {
    try {
      assertReleasable({ ...options, ...asked }, [namespace(metadata)], held);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(said()).toMatch(expected);
});
