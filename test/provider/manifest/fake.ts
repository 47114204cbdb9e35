import type { ApplyOptions, Cluster, KindRef, ObjectRef } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { HikubeClient } from "../../../src/provider/client";
import { Survey } from "../../../src/provider/data/survey";
import { Claims } from "../../../src/provider/tenant/claims";
import { ManifestWalk } from "../../../src/provider/manifest/walk";
import { LiveObjects } from "../../../src/provider/objects/live";
import { Registry } from "../../../src/provider/tenant/registry";
import { PlatformMakers } from "../../../src/provider/platform/makers";
import { Settlements } from "../../../src/provider/tenant/settlements";

/** A server that knows two kinds and at most one object, and answers an apply as it is told. */
export class FakeServer {
  calls: string[] = [];
  object: KubeObject | undefined;
  onApply: (object: KubeObject, options: ApplyOptions) => KubeObject = (object) => ownedWholly(object);
  onDelete: () => void = () => undefined;

  client(): HikubeClient {
    const cluster: Partial<Cluster> = {
      get: (ref: ObjectRef) => this.called("get", () => (this.scope(ref), this.object)),
      isNamespaced: (kind: KindRef) => this.called("discovery", () => this.scope(kind)),
      apply: (object, options) =>
        this.called(`apply${options.dryRun === true ? " dry" : ""}${options.force === true ? " forced" : ""}`, () =>
          this.onApply(object, options),
        ),
      delete: () => this.called("delete", () => this.deleted()),
      until: () => cluster as Cluster,
    };
    const reject = () => Promise.reject(new Error("not used"));
    const live = new LiveObjects(() => cluster as Cluster);
    const open = () => cluster as Cluster;
    const connection = () => ({ server: "https://127.0.0.1:6443" });
    return {
      cluster: open,
      connection,
      facts: reject,
      live,
      manifests: new ManifestWalk(),
      tenants: new Registry(live, reject),
      platform: new PlatformMakers(),
      settlements: new Settlements(),
      claims: new Claims(open),
      survey: new Survey(open),
    };
  }

  private deleted(): boolean {
    const isThere = this.object !== undefined;
    this.onDelete();
    return isThere;
  }

  private async called<T>(call: string, answer: () => T): Promise<T> {
    this.calls.push(call);
    return Promise.resolve().then(answer);
  }

  private scope({ kind, apiVersion }: KindRef): boolean {
    if (!["ConfigMap", "Secret", "Namespace", "Gadget"].includes(kind)) {
      throw new KubeError(`the API server serves no kind "${kind}" in version "${apiVersion}"`, 404, "NoKind");
    }
    return kind !== "Namespace";
  }
}

/** As a server answers where one manager owns all that was applied. */
export function ownedWholly(object: KubeObject, manager = "hikube"): KubeObject {
  const { metadata } = object;
  const names = Object.keys(object).filter((name) => !["apiVersion", "kind", "metadata"].includes(name));
  const members = Object.fromEntries(names.map((name) => [`f:${name}`, {}]));
  const managedFields = [{ manager, operation: "Apply", fieldsV1: members }];
  return { ...object, metadata: { ...metadata, managedFields } };
}

export function conflict(field: string, manager: string): KubeError {
  const causes = [{ reason: "FieldManagerConflict", message: `conflict with "${manager}" using v1`, field }];
  return new KubeError("Apply failed with 1 conflict", 409, "Conflict", { causes });
}
