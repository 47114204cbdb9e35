import type { KubeObject } from "../model/kubernetes/kube-object";
import type {
  ApplyOptions,
  Cluster,
  DeleteOptions,
  KindRef,
  ListOptions,
  ReadOptions,
  ObjectRef,
  PatchOptions,
  PatchType,
  WatchEvent,
} from "./cluster";
import type { Connection } from "./connection";
import { isRecord } from "../model/json";
import { Discovery, groupPath, notKubernetes } from "./discovery";
import { KubeError } from "./kube-error";
import { isObject, readList } from "./list";
import { toQuery } from "./query";
import { Transport } from "./transport";
import { readEvents } from "./watch";

const PATCH_TYPES: Readonly<Record<PatchType, string>> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
};

/** Opens the port to a cluster. Connections are made on the first call and kept until `close`. */
export function connect(connection: Connection): Cluster {
  return new HttpCluster(new Transport(connection), connection.server);
}

class HttpCluster implements Cluster {
  private readonly discovery: Discovery;

  constructor(
    private readonly transport: Transport,
    readonly server: string,
    discovery?: Discovery,
  ) {
    this.discovery = discovery ?? new Discovery((path) => this.raw("GET", path));
  }

  until(signal: AbortSignal): Cluster {
    return new HttpCluster(this.transport.until(signal), this.server, this.discovery);
  }

  anew(): Cluster {
    return new HttpCluster(this.transport.anew(), this.server, this.discovery);
  }

  async get(ref: ObjectRef): Promise<KubeObject | undefined> {
    return absent(async () => this.object("GET", await this.objectPath(ref)));
  }

  async list(
    kind: KindRef,
    { keep = (object) => object, ...options }: ReadOptions = {},
  ): Promise<readonly KubeObject[]> {
    const path = await this.collectionPath(kind, options.namespace);
    return readList(this.transport, path, options, (object) => keep({ ...object, ...pick(kind) }));
  }

  async create(object: KubeObject): Promise<KubeObject> {
    return this.object("POST", await this.collectionPath(object, object.metadata.namespace), object);
  }

  async replace(object: KubeObject): Promise<KubeObject> {
    return this.object("PUT", await this.objectPath(refOf(object)), object);
  }

  async patch(
    ref: ObjectRef,
    type: PatchType,
    body: unknown,
    { subresource, fieldManager }: PatchOptions = {},
  ): Promise<KubeObject> {
    const path = (await this.objectPath(ref)) + (subresource === undefined ? "" : `/${subresource}`);
    return this.object("PATCH", path + toQuery({ fieldManager }), body, PATCH_TYPES[type]);
  }

  async dryRunPatch(ref: ObjectRef, type: PatchType, body: unknown): Promise<readonly string[]> {
    const path = (await this.objectPath(ref)) + toQuery({ dryRun: "All" });
    const call = { method: "PATCH", path, body, contentType: PATCH_TYPES[type] };
    return (await this.transport.json(call)).warnings;
  }

  async apply(object: KubeObject, { fieldManager, force, dryRun }: ApplyOptions): Promise<KubeObject> {
    const query = toQuery({ fieldManager, force: force === true, dryRun: dryRun === true ? "All" : undefined });
    const path = (await this.objectPath(refOf(object))) + query;
    return this.object("PATCH", path, object, "application/apply-patch+yaml");
  }

  async delete(ref: ObjectRef, options: DeleteOptions = {}): Promise<boolean> {
    const body = {
      propagationPolicy: options.propagation ?? "Background",
      gracePeriodSeconds: options.gracePeriodSeconds,
      preconditions: preconditionsOf(options),
    };
    const path = await this.objectPath(ref);
    return (await absent(() => this.raw("DELETE", path, body))) !== undefined;
  }

  async *watch(
    kind: KindRef,
    { signal, namespace, ...selectors }: ListOptions & { signal: AbortSignal },
  ): AsyncIterable<WatchEvent> {
    const path = (await this.collectionPath(kind, namespace)) + toQuery({ ...selectors, watch: true });
    yield* readEvents(await this.transport.open({ method: "GET", path, signal }), signal);
  }

  async isNamespaced(kind: KindRef): Promise<boolean> {
    return (await this.discovery.resource(kind)).namespaced;
  }

  async raw(method: string, path: string, body?: unknown): Promise<unknown> {
    return (await this.transport.json({ method, path, body })).body;
  }

  close(): void {
    this.transport.close();
  }

  private async object(method: string, path: string, body?: unknown, contentType?: string): Promise<KubeObject> {
    const { body: object } = await this.transport.json({ method, path, body, contentType });
    if (!isRecord(object) || (method === "GET" && !isObject(object))) throw notKubernetes(path);
    return object as unknown as KubeObject;
  }

  private async collectionPath(kind: KindRef, namespace: string | undefined): Promise<string> {
    const resource = await this.discovery.resource(kind);
    const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${segment(namespace)}` : "";
    return `${groupPath(kind.apiVersion)}${scope}/${resource.name}`;
  }

  private async objectPath(ref: ObjectRef): Promise<string> {
    const resource = await this.discovery.resource(ref);
    if (resource.namespaced && ref.namespace === undefined) {
      throw new KubeError(`${ref.kind} "${ref.name}" needs a namespace, and none was passed`, 400, "BadRequest");
    }
    return `${await this.collectionPath(ref, ref.namespace)}/${segment(ref.name)}`;
  }
}

/** The reference that names an object. */
export function refOf({ apiVersion, kind, metadata }: KubeObject): ObjectRef {
  return { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
}

function preconditionsOf({ uid, resourceVersion }: DeleteOptions) {
  return uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
}

/** Items of a list come without version and kind. */
function pick({ apiVersion, kind }: KindRef): KindRef {
  return { apiVersion, kind };
}

function segment(name: string): string {
  return encodeURIComponent(name);
}

/** `undefined` where the object is not there; a kind that is not served stays an error. */
async function absent<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof KubeError && error.code === 404 && error.reason !== "NoKind") return undefined;
    throw error;
  }
}
