import type { Cluster } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { SecuritySpec } from "../../src/model/tenant/spec/security-spec";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import { creating, own, pod, testAttacks, unique, type Attack, type Deed } from "./attacks";
import { eventually } from "./support";
import { VOLUMES } from "./volume-samples";

const RESOURCE = "resource.k8s.io/v1";
const RBAC = "rbac.authorization.k8s.io";
/** The audience of the sandbox's API server. */
const API = "https://kubernetes.default.svc.cluster.local";
const MESH = "tenant-mesh";
const GRANTS: SecuritySpec = {
  certificateSigners: ["example.com/mesh"],
  deviceClasses: ["gpu.example.com", "small.example.com"],
  tolerations: ["example.com/mine"],
  tokenExpirationSeconds: 86_400,
};

const projecting = (source: object, namespace = SHOP) =>
  pod({ volumes: [{ name: "data", projected: { sources: [{ downwardAPI: { items: [] } }, source] } }] }, namespace);
/** A certificate of the longest life that the API takes from a signer of its own, or of others. */
const certificate = (signerName: string) => ({
  podCertificate: {
    signerName,
    keyType: "ED25519",
    credentialBundlePath: "bundle.pem",
    maxExpirationSeconds: signerName.startsWith("kubernetes.io/") ? 86_400 : 7_862_400,
  },
});
const token = (expirationSeconds: number, audience?: string) => ({
  serviceAccountToken: { path: "token", expirationSeconds, audience },
});

describeUnderGuardrails(
  "what a pod takes from others:",
  (ground) => {
    const mesh = (): Cluster => ground().outsider("mia", "mesh");
    beforeAll(async () => {
      const { admin } = ground();
      const access = { admins: [{ kind: "Group", name: "mesh" }] } as const;
      const spec = { name: "mesh", profile: "development", access, security: GRANTS } as const;
      await applyTenant(admin, newTenant(spec, await ground().sandbox.facts()));
      await mayClaim(admin, SHOP, "shop:admin");
      await mayClaim(admin, MESH, "mesh");
      for (const name of ["gpu.example.com", "small.example.com", "other.example.com"]) {
        await admin.create({ apiVersion: RESOURCE, kind: "DeviceClass", metadata: { name }, spec: {} });
      }
      await eventually("rights", () =>
        mesh()
          .create(pod({}, MESH))
          .then(() => mesh().create(claim([exactly("gpu.example.com")], MESH)))
          .catch(() => undefined),
      );
    });

    describe("attack 46, saying to others who the pod is:", () => {
      const attack = (tries: string, signer: string, namespace = SHOP): Attack => ({
        tries,
        as: namespace === SHOP ? "admin" : mesh,
        attack: creating(projecting(certificate(signer), namespace)),
        refusal: new RegExp(
          `hikube-pod-spec.*certificate of signer ${signer}.*; allowed here: ${namespace === SHOP ? "none" : "example.com/mesh"}; to allow more, set security.certificateSigners`,
        ),
        honest: namespace === SHOP ? creating(pod()) : creating(projecting(certificate("example.com/mesh"), MESH)),
      });
      testAttacks(ground, [
        attack("has a certificate made by any signer", "example.com/mesh"),
        attack("of a tenant with a signer takes another's", "example.com/mesh-of-others", MESH),
        attack("of a tenant with a signer takes the cluster's", "kubernetes.io/kube-apiserver-client-pod", MESH),
      ]);
    });

    test("every kind of volume that this Kubernetes knows is judged or refused", async () => {
      const kinds = await volumeKinds(ground().admin);
      expect(Object.keys(VOLUMES).sort()).toEqual(kinds);
      const told = await Promise.all(kinds.map(async (kind) => [kind, await verdictOn(kind)] as const));
      const open = told.filter(([, verdict]) => verdict === "open").map(([kind]) => kind);
      expect(open).toEqual([
        "configMap",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
      ]);
      expect(told.filter(([, verdict]) => !/^open$|hikube-pod-spec|PodSecurity/.test(verdict))).toEqual([]);
    });

    async function verdictOn(kind: string): Promise<string> {
      const object = pod({ volumes: [{ name: "data", [kind]: VOLUMES[kind] }] }, MESH);
      return mesh()
        .apply(object, { fieldManager: "test", dryRun: true })
        .then(() => "open", String);
    }

    describe("tokens for others than the API server:", () => {
      const tooLong = (allowed: string) =>
        new RegExp(`hikube-pod-spec.*token lives too long; allowed here: ${allowed}`);
      const server = tooLong(
        "at most 7200 seconds for the API server, where it is renewed automatically; this limit cannot be raised",
      );
      const other = (most: number) =>
        tooLong(`at most ${most} seconds for this audience; to allow more, set security.tokenExpirationSeconds`);
      const projected = (seconds: number, audience?: string, namespace = MESH) =>
        creating(projecting(token(seconds, audience), namespace));
      testAttacks(ground, [
        {
          tries: "lets one live for half a day",
          attack: projected(43_200, "istio-ca", SHOP),
          refusal: other(7200),
          honest: projected(7200, "istio-ca", SHOP),
        },
        {
          tries: "of a mesh lets one live longer than is given",
          as: mesh,
          attack: projected(86_401, "istio-ca"),
          refusal: other(86_400),
          honest: projected(86_400, "istio-ca"),
        },
        {
          tries: "of a mesh lets one for the API server live so long",
          as: mesh,
          attack: projected(7201),
          refusal: server,
          honest: projected(7200),
        },
        {
          tries: "of a mesh names the API server",
          as: mesh,
          attack: projected(43_200, API),
          refusal: server,
          honest: projected(7200, API),
        },
      ]);

      const asked = async (expirationSeconds: number, audiences?: readonly string[], namespace = MESH) => {
        const spec = { expirationSeconds, audiences };
        const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec };
        return ground().admin.raw("POST", `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`, request);
      };
      test("the kubelet's own request is judged by the same bound, for everybody", async () => {
        await expect(asked(86_400, ["istio-ca"])).resolves.toBeDefined();
        for (const audiences of [undefined, [], [API], ["istio-ca", API], [""]]) {
          await expect(asked(7201, audiences)).rejects.toThrow(
            /hikube-token-lifetime.*lives too long.*at most 7200 seconds for the API server/,
          );
        }
        await expect(asked(86_401, ["istio-ca"])).rejects.toThrow(
          /hikube-token-lifetime.*at most 86400 seconds for this audience/,
        );
        await expect(asked(7201, ["istio-ca"], SHOP)).rejects.toThrow(
          /hikube-token-lifetime.*at most 7200 seconds for this audience/,
        );
        await expect(asked(7201, ["istio-ca"], "hikube-system")).rejects.toThrow(/hikube-token-lifetime/);
      });
    });

    describe("attack 46, devices that were not granted:", () => {
      const refusal =
        /hikube-resource-claims.*devices of class .* are not granted to this tenant; allowed here: .*; to allow more, set security\.deviceClasses/;
      const fallback = (first: string, ...others: readonly string[]) => ({
        name: "gpu",
        firstAvailable: [first, ...others].map((deviceClassName, index) => ({
          name: `choice-${index}`,
          deviceClassName,
        })),
      });
      const granted: Deed = (cluster) => {
        const second = { ...fallback("small.example.com", "gpu.example.com"), name: "second" };
        return cluster.create(claim([exactly("gpu.example.com"), second], MESH));
      };
      const refused = (tries: string, object: KubeObject, honest = granted): Attack => ({
        ...{ tries: `of a tenant with classes ${tries}`, as: mesh, attack: creating(object), refusal, honest },
      });
      const other = exactly("other.example.com");
      testAttacks(ground, [
        {
          tries: "claims a device",
          attack: creating(claim([exactly("gpu.example.com")])),
          refusal,
          honest: creating(own(RESOURCE, "ResourceClaim", { spec: {} }, SHOP)),
        },
        {
          tries: "claims a device by a template",
          attack: creating(template([exactly("gpu.example.com")])),
          refusal,
          honest: creating(own(RESOURCE, "ResourceClaimTemplate", { spec: { spec: {} } }, SHOP)),
        },
        refused("claims another's", claim([other], MESH)),
        refused(
          "hides it in the second request",
          claim([exactly("gpu.example.com"), { ...other, name: "second" }], MESH),
        ),
        refused("hides it in an alternative", claim([fallback("gpu.example.com", "other.example.com")], MESH)),
        refused(
          "hides it in a template",
          template([fallback("gpu.example.com", "other.example.com")], MESH),
          creating(template([exactly("gpu.example.com")], MESH)),
        ),
        {
          ...refused("takes devices that others use", claim([exactly("gpu.example.com", { adminAccess: true })], MESH)),
          refusal: /adminAccess/,
        },
        {
          ...refused(
            "takes devices that are reserved for others",
            claim(
              [exactly("gpu.example.com", { tolerations: [{ key: "example.com/theirs", operator: "Exists" }] })],
              MESH,
            ),
            creating(
              claim(
                [exactly("gpu.example.com", { tolerations: [{ key: "example.com/mine", operator: "Exists" }] })],
                MESH,
              ),
            ),
          ),
          refusal:
            /hikube-resource-claims.*toleration of example\.com\/theirs.*; allowed here: example\.com\/mine; to allow more, set security\.tolerations/,
        },
        {
          ...refused(
            "takes every device that is kept",
            template([exactly("gpu.example.com", { tolerations: [{ operator: "Exists" }] })], MESH),
          ),
          refusal: /hikube-resource-claims.*toleration of every taint/,
        },
      ]);

      test("what a controller makes of a template that was let in elsewhere is judged by itself", async () => {
        const name = unique("elsewhere");
        const foreign = template([other], MESH);
        await ground().admin.create({ ...foreign, metadata: { name, namespace: MESH } });
        const { metadata } = await mesh().create(
          pod({ resourceClaims: [{ name: "gpu", resourceClaimTemplateName: name }] }, MESH),
        );
        const about = { namespace: MESH, fieldSelector: `involvedObject.name=${metadata.name}` };
        await eventually("the refusal", async () => {
          const events = await ground().admin.list({ apiVersion: "v1", kind: "Event" }, about);
          return events.some(({ message }) => typeof message === "string" && refusal.test(message)) || undefined;
        });
      });

      test("a pod gets the claim of its template, and names one of its own", async () => {
        const made = await mesh().create(template([exactly("gpu.example.com")], MESH));
        const { metadata } = await mesh().create(
          pod({ resourceClaims: [{ name: "gpu", resourceClaimTemplateName: made.metadata.name }] }, MESH),
        );
        const claims = await eventually("its claim", async () => {
          const all = await ground().admin.list({ apiVersion: RESOURCE, kind: "ResourceClaim" }, { namespace: MESH });
          return all.find(({ metadata: { name } }) => name.startsWith(metadata.name));
        });
        const named = pod({ resourceClaims: [{ name: "gpu", resourceClaimName: claims.metadata.name }] }, MESH);
        await expect(mesh().create(named)).resolves.toBeDefined();
        // The controllers write on it: who holds it, what it was given.
        const labels = { app: "a" };
        const ref = { apiVersion: RESOURCE, kind: "ResourceClaim", name: claims.metadata.name, namespace: MESH };
        await expect(mesh().patch(ref, "merge", { metadata: { labels } })).resolves.toBeDefined();
      });
    });
  },
  { featureGates: ["DRADeviceTaints", "PodCertificateRequest"] },
);

async function volumeKinds(admin: Cluster): Promise<readonly string[]> {
  const { components } = (await admin.raw("GET", "/openapi/v3/api/v1")) as {
    components: { schemas: Readonly<Record<string, { properties: object }>> };
  };
  const properties = Object.keys(components.schemas["io.k8s.api.core.v1.Volume"]?.properties ?? {});
  return properties.filter((key) => key !== "name").sort();
}

function exactly(deviceClassName: string, more: object = {}) {
  return { name: "gpu", exactly: { deviceClassName, ...more } };
}

function claim(requests: readonly object[], namespace = SHOP): KubeObject {
  return own(RESOURCE, "ResourceClaim", { spec: { devices: { requests } } }, namespace);
}

function template(requests: readonly object[], namespace = SHOP): KubeObject {
  return own(RESOURCE, "ResourceClaimTemplate", { spec: { spec: { devices: { requests } } } }, namespace);
}

/** No level writes claims of devices: the platform grants it. */
async function mayClaim(admin: Cluster, namespace: string, group: string): Promise<void> {
  const metadata = { name: "claimant", namespace };
  const resources = ["resourceclaims", "resourceclaimtemplates"];
  const rules = [{ apiGroups: ["resource.k8s.io"], resources, verbs: ["create", "get", "patch"] }];
  await admin.create({ apiVersion: `${RBAC}/v1`, kind: "Role", metadata, rules });
  const subjects = [{ apiGroup: RBAC, kind: "Group", name: group }];
  const roleRef = { apiGroup: RBAC, kind: "Role", name: "claimant" };
  await admin.create({ apiVersion: `${RBAC}/v1`, kind: "RoleBinding", metadata, roleRef, subjects });
}
