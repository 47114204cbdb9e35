import { describeUnderGuardrails, SHOP } from "./attack-ground";
import { changing, creating, own, pod, testAttacks, withMetadata, type Deed } from "./attacks";
import { eventually } from "./support";

const withVolume = (volume: object) => pod({ volumes: [{ name: "data", ...volume }] });
const claim = (spec: object = {}) =>
  own("v1", "PersistentVolumeClaim", {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, ...spec },
  });
const tokenVolume = (expirationSeconds: number) =>
  withVolume({ projected: { sources: [{ serviceAccountToken: { path: "token", expirationSeconds } }] } });

describeUnderGuardrails("volumes:", (ground) => {
  describe("attack 13, volumes of others:", () => {
    const taken = /hikube-volume-claims.*must not name a volume \(volumeName\); allowed here: a StorageClass/;
    const classes = /hikube-volume-claims.*; allowed here: standard/;
    const honest: Deed = (cluster) => cluster.create(claim({ storageClassName: "standard" }));
    const driver = (name: string) => creating(withVolume({ csi: { driver: name, readOnly: true } }));
    testAttacks(ground, [
      {
        tries: "mounts by a driver of the cluster",
        attack: driver("ebs.csi.aws.com"),
        refusal: /hikube-pod-spec.*ebs\.csi\.aws\.com .*; allowed here: secrets-store\.csi\.k8s\.io/,
        honest: driver("secrets-store.csi.k8s.io"),
      },
      {
        tries: "lets the node mount a file server",
        attack: creating(withVolume({ nfs: { server: "10.0.0.1", path: "/" } })),
        refusal: /hikube-pod-spec.*volumes of kind nfs are not known .*; allowed here: configMap, /,
        honest: creating(withVolume({ emptyDir: {} })),
      },
      {
        tries: "mounts a token that lives for years",
        attack: creating(tokenVolume(87_600 * 3600)),
        refusal: /hikube-pod-spec.*allowed here: at most 7200 seconds for the API server/,
        honest: creating(tokenVolume(3600)),
      },
      {
        tries: "claims a volume by its name",
        attack: creating(claim({ volumeName: "pv-bank" })),
        refusal: taken,
        honest,
      },
      {
        tries: "names the volume afterwards",
        // Of a class that nobody serves, so that the claim is not bound meanwhile.
        attack: changing(claim({ storageClassName: "absent" }), { spec: { volumeName: "pv-bank" } }),
        refusal: taken,
        honest: changing(claim(), { metadata: { labels: { app: "db" } } }),
      },
      { tries: "claims without a class", attack: creating(claim({ storageClassName: "" })), refusal: classes, honest },
      {
        tries: "claims by a class of others",
        attack: creating(claim({ storageClassName: "bank-ssd" })),
        refusal: classes,
        honest: creating(claim()),
      },
      {
        tries: "claims by attributes of others",
        attack: creating(claim({ storageClassName: "absent", volumeAttributesClassName: "bank-fast" })),
        refusal: /hikube-volume-claims.*VolumeAttributesClass bank-fast .*; allowed here: standard/,
        honest: creating(claim({ storageClassName: "absent", volumeAttributesClassName: "standard" })),
      },
      {
        tries: "claims by the old annotation",
        attack: creating(
          withMetadata(claim({ storageClassName: "standard" }), {
            annotations: { "volume.beta.kubernetes.io/storage-class": "bank-ssd" },
          }),
        ),
        refusal: /hikube-volume-claims.*would choose another class; allowed here: storageClassName/,
        honest,
      },
    ]);

    test("the claim of a pod's own volume is judged like any other, and the pod is told", async () => {
      const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
      const volumeClaimTemplate = { spec: { ...spec, storageClassName: "bank-ssd" } };
      const { metadata } = await ground()
        .member("admin")
        .create(withVolume({ ephemeral: { volumeClaimTemplate } }));
      const about = { namespace: SHOP, fieldSelector: `involvedObject.name=${metadata.name}` };
      await eventually("the refusal", async () => {
        const events = await ground().admin.list({ apiVersion: "v1", kind: "Event" }, about);
        return events.some(({ message }) => typeof message === "string" && classes.test(message)) || undefined;
      });
    });
  });
});
