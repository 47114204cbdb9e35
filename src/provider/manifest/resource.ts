import { sameJson } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { refOf as refOfObject } from "../../kube/http-cluster";
import { dynamicFrom, innerOf, plainOf } from "../../kube-provider/plain";
import {
  forClient,
  isUnknown,
  type AnyResource,
  type CreateRequest,
  type DeleteRequest,
  type PrivateState,
  type ReadRequest,
  type Schema,
  type Stored,
} from "../../plugin";
import type { HikubeClient } from "../client";
import { detailOf } from "../explained";
import { TIMEOUTS } from "../timeouts";
import { checkNamespace, found, scopeOnceServed } from "./apply";
import { bodyOf, secretTexts, titleOf, type Body } from "./body";
import { foundIfOpen, isClosed, metBy } from "./closed";
import { asDiagnostic, diagnosed, explained } from "./errors";
import { checkManifest } from "./faults";
import { holderIn } from "../objects/held";
import { heldBy, holderOver, isHeldByAnother, keptHolder } from "./holder";
import { importById, MANIFEST_IDENTITY, refOf } from "./identity";
import { movedManifest } from "./moved";
import { ownerOf, staysWith } from "./others-objects";
import { planManifest } from "./plan";
import { appliedOf, driftOf, keptIn, shownOf } from "./record";
import { alreadyExists } from "./rehearse";
import { removed } from "./remove";
import { MANIFEST_SCHEMA } from "./schema";
import { guideOf, manifestOf, viewOf } from "./view";
import { wantedBy, waitedFor } from "./wait";
import { isHidden } from "./words";
import { written } from "./written";

/** Any object, by server-side apply. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export function manifestResource(): AnyResource<HikubeClient> {
  return forClient<HikubeClient>().resource<Schema>({
    schema: MANIFEST_SCHEMA,
    identity: MANIFEST_IDENTITY,
    timeouts: TIMEOUTS,
    validate: checkManifest,
    modifyPlan: planManifest,
    async create(request) {
      const body = bodyOf(request.config.manifest, request.config.secret_wo);
      const ref = refOfObject(body.object);
      const { client, config } = request;
      const existing = await explained({ verb: "read", ref }, () => metBy(client.cluster(), body.object));
      if (existing !== undefined && config.adopt !== true) throw alreadyExists(ref, existing);
      return write(request, body, { holder: holderOver(existing), isNew: existing === undefined, left: LEFT });
    },
    async update(request) {
      const body = bodyOf(request.config.manifest, request.config.secret_wo);
      return write(request, body, { holder: holderIn(request.private), isNew: false, left: "" });
    },
    // Without a refresh nothing else tells what of a plan is in the state.
    stored: ({ client, state }) => client?.manifests.meet(refOf(innerOf(state.object))),
    read,
    delete: remove,
    import: importById,
    move: movedManifest,
  });
}

const LEFT =
  "It was applied, and is in the state as tainted: the next apply deletes it and makes it anew, and a destroy removes it. " +
  "After `terraform untaint` it is kept as it is, and not waited for.";

interface Terms {
  readonly holder: string | undefined;
  readonly isNew: boolean;
  /** What becomes of an object that is waited for in vain; nothing where no more is to be said. */
  readonly left: string;
}

async function write(
  request: CreateRequest<Schema, HikubeClient>,
  body: Body,
  { holder, isNew, left }: Terms,
): Promise<Stored<Schema>> {
  const { client, config, private: kept, log, signal, stopping } = request;
  log.mask(...secretTexts(config.secret_wo));
  const [cluster, ref] = [client.cluster(), refOfObject(body.object)];
  const ending = AbortSignal.any([signal, stopping]);
  const hidden = isHidden(config, kept);
  const terms = { force: config.force_conflicts === true, paths: keptIn(kept)?.paths ?? [], hidden };
  const letGo = client.manifests.hold(ref);
  const { object } = await explained({ verb: "apply", ref, signal, hidden }, async () => {
    checkNamespace(ref, await scopeOnceServed(cluster.until(signal), ref, ending));
    const held = heldBy(body.object, holder);
    return written(client, cluster.until(signal), held, { ...terms, isNew, signal: ending });
  }).catch((error: unknown) => {
    letGo();
    throw error;
  });
  await waitedFor(cluster, ref, wantedBy(config, ref), { signal, stopping, hidden }).catch((error: unknown) => {
    // Whatever needs its kind waits for that.
    if (isClosed(error, ref) && (config.wait ?? null) === null) return;
    // It is there all the same, and must be known to Terraform.
    const { summary, detail = "", path } = asDiagnostic(diagnosed({ verb: "read", ref, hidden }, error));
    request.diagnostics.error(summary, detailOf(detail, left), path);
  });
  return stored(request, object, body);
}

/** What is stored of an object that was applied. */
function stored(
  { config, plan, diagnostics, ignoring }: CreateRequest<Schema, HikubeClient>,
  object: KubeObject,
  { secrets }: Body,
): Stored<Schema> {
  const shown = shownOf(object, { guide: guideOf(config.manifest), secrets });
  const planned = plan.object ?? null;
  const kept: PrivateState = { ...appliedOf(object, shown, secrets), ...keptHolder(object), drift: [] };
  if (isUnknown(planned)) return { state: { ...plan, object: dynamicFrom(shown) }, private: kept };
  if (ignoring !== true && !sameJson(shown, plainOf(planned))) {
    const title = `${titleOf(refOfObject(object))} was stored otherwise than the dry run of the plan said`;
    diagnostics.warning(title, "The next plan shows it as it is.", ["manifest"]);
  }
  return { state: { ...plan, object: planned }, private: kept };
}

async function read(request: ReadRequest<Schema, HikubeClient>): Promise<Stored<Schema> | null> {
  const { state, client, private: kept } = request;
  const ref = refOf(innerOf(state.object));
  client.manifests.meet(ref);
  const hidden = isHidden(state, kept);
  const applied = keptIn(kept);
  const object = await explained({ verb: "read", ref, hidden }, () =>
    found(client.cluster(), ref).catch((error: unknown) => {
      if (applied !== undefined && isClosed(error, ref)) return "closed" as const;
      throw error;
    }),
  );
  if (object === undefined) return null;
  if (object === "closed") {
    request.diagnostics.warning(`${titleOf(ref)} is taken as it was applied: this account may not read it`, CLOSED);
    return { state, private: kept };
  }
  const isNew = applied === undefined && kept.holder === undefined;
  const manifest = state.manifest ?? manifestOf(object);
  return {
    state: { ...state, manifest, object: dynamicFrom(viewOf(object, manifest, kept)) },
    ...(isNew ? { private: keptHolder(object) } : {}),
    ...(applied === undefined ? {} : { private: { ...kept, drift: driftOf(object, { ...kept, ...applied }) } }),
  };
}

const CLOSED = "Grant the verb `get` on it to have changes of others shown and set back.";

const STAYS =
  "Another resource, or this one by `create_before_destroy`, has taken it over, and holds it now: it was not deleted. It is the same object as before. " +
  "To make it anew, remove `create_before_destroy`: two objects cannot have one name. " +
  "Where no configuration holds it any more, delete it by hand.";

async function remove(request: DeleteRequest<Schema, HikubeClient>): Promise<void> {
  const { client, state, private: kept, signal, stopping, diagnostics } = request;
  const ref = refOf(innerOf(state.object));
  const cluster = client.cluster();
  await explained({ verb: "delete", ref, hidden: isHidden(state, kept) }, async () => {
    const object = await foundIfOpen(cluster.until(signal), ref);
    if (client.manifests.isHeld(ref) || isHeldByAnother(object, kept)) {
      diagnostics.warning(`${titleOf(ref)} stays: another resource holds it`, STAYS);
      return;
    }
    const owner = object && (await ownerOf(client, ref, cluster.until(signal)));
    if (owner !== undefined) diagnostics.warning(...staysWith(ref, owner));
    else await removed(cluster, ref, { signal, stopping, object });
  });
}
