import { objectIn, sameJson, type JsonRecord } from "../../model/json";
import type { ObjectRef } from "../../kube/cluster";
import { ConnectionError } from "../../kube/connection-error";
import { KubeError } from "../../kube/kube-error";
import { pathsIn } from "../../kube/managed-fields";
import { dynamicFrom, innerOf, memberOf, plainOf } from "../../kube-provider/plain";
import { hasUnknown, textOf } from "../../kube-provider/values";
import {
  DiagnosticError,
  isUnknown,
  UNKNOWN,
  type Diagnostics,
  type ModifiedPlan,
  type ModifyPlanRequest,
  type Path,
  type Schema,
  type Value,
  type ValueRecord,
} from "../../plugin";
import type { HikubeClient } from "../client";
import { alike } from "./alike";
import { bodyOf, isSecret, secretTexts, titleOf } from "./body";
import { groupOf } from "../objects/place";
import { named } from "../objects/contested";
import { holderIn } from "../objects/held";
import { SET_BACK } from "../objects/ignored";
import { definedBy, isDefinition } from "./definitions";
import { MANIFEST } from "./errors";
import { heldBy, HOLDER_PATH } from "./holder";
import { refOf } from "./identity";
import { digestOf, keptIn, shownOf, titleOfPath, type Drifted } from "./record";
import { refuseInWay, rehearsed, type Rehearsal } from "./rehearse";
import { ownerOf, refuseOthers, staysWith } from "./others-objects";
import { warnOfRemoval } from "./remove";
import { ownFields } from "../objects/managers";
import { guideOf } from "./view";
import { isHidden } from "./words";

type Request = ModifyPlanRequest<Schema, HikubeClient>;
type Change = Exclude<Request, { readonly action: "delete" }>;

/**
 * Plans an object: from the configuration alone where no server can tell more, else by a dry run. What the server would store
 * as it is already is no change, however it is written.
 */
export async function planManifest(request: Request): Promise<ModifiedPlan<Schema>> {
  if (request.action === "delete") return planRemoval(request);
  const answer = await planChange(request);
  const isChanged = request.state === null || answer.plan?.object !== request.state.object;
  if (isChanged) redefine(request.config.manifest, request.client);
  return answer;
}

async function planChange(request: Change): Promise<ModifiedPlan<Schema>> {
  const { config, state, plan, client } = request;
  if (state !== null) client?.manifests.meet(refOf(innerOf(state.object)));
  else if (client !== undefined) refuseTwice(config.manifest, client);
  const replacing = state === null ? [] : replacements(innerOf(config.manifest), state);
  if (replacing.length > 0) {
    await checkPlace(request);
    return { plan: { ...plan, object: UNKNOWN }, requiresReplace: replacing };
  }
  if (isSettled(request)) return unchanged(request);
  if (isIgnored(request)) return ignored(request);
  await refusePlanned(request);
  const rehearsal = await rehearse(request);
  if (rehearsal.kind === "replace") return { plan: { ...plan, object: UNKNOWN }, requiresReplace: changesOf(request) };
  return rehearsal.kind === "none" ? planBlindly(request) : planByAnswer(request, rehearsal);
}

/** @throws DiagnosticError where this walk has planned the same object: one of the two would undo the other */
function refuseTwice(manifest: Value | undefined, { manifests }: HikubeClient): void {
  const inner = innerOf(manifest);
  if (MEMBERS.some((names) => isUnknownAt(inner, names))) return;
  const ref = refOf(inner);
  if (manifests.create(ref)) return;
  const detail =
    "Another hikube_manifest of this configuration makes the same object. Remove one of the two, or give them different names.";
  throw new DiagnosticError(`${titleOf(ref)} is planned twice`, detail, MANIFEST);
}

/** Checks the place at which an object is to be made anew. */
async function checkPlace(request: Change): Promise<void> {
  const { config, client } = request;
  await refusePlanned(request);
  const inner = innerOf(config.manifest);
  if (client === undefined || config.adopt === true || MEMBERS.some((names) => isUnknownAt(inner, names))) return;
  const ref = refOf(inner);
  if (client.manifests.isStored(ref)) return;
  await refuseInWay(client.cluster(), ref);
}

/** Refuses what a tenant or the platform consists of. Where the server does not say it, the rehearsal tells why, and the apply asks again. */
async function refusePlanned({ config, client }: Change): Promise<void> {
  const inner = innerOf(config.manifest);
  if (client === undefined || MEMBERS.some((names) => isUnknownAt(inner, names))) return;
  await refuseOthers(client, refOf(inner)).catch((error: unknown) => {
    if (!(error instanceof KubeError) && !(error instanceof ConnectionError)) throw error;
  });
}

/** Objects of a kind are judged by its definition as it will be. */
function redefine(manifest: Value | undefined, client: HikubeClient | undefined): void {
  const inner = innerOf(manifest);
  if (!isDefinition(refOf(inner))) return;
  client?.manifests.redefine(hasUnknown(inner) ? undefined : definedBy(plainOf(inner) as JsonRecord));
}

async function planRemoval({ state, client, diagnostics }: Request): Promise<ModifiedPlan<Schema>> {
  // It is a courtesy: whatever is wrong with the cluster, the destroy will tell.
  if (state !== null && client !== undefined) {
    const stored = objectIn(plainOf(innerOf(state.object)));
    const ref = refOf(innerOf(state.object));
    const owner = await ownerOf(client, ref, client.cluster()).catch(() => undefined);
    if (owner !== undefined) diagnostics.warning(...staysWith(ref, owner));
    else await warnOfRemoval(client.cluster(), ref, { stored, diagnostics }).catch(() => undefined);
  }
  return {};
}

function unchanged({ state, plan }: Change): ModifiedPlan<Schema> {
  return { plan: { ...plan, manifest: state?.manifest ?? null, object: state?.object ?? null } };
}

/** Say which object a manifest is. */
const MEMBERS = [["apiVersion"], ["kind"], ["metadata", "name"], ["metadata", "namespace"]] as const;

/** The members by which a manifest is another object; another version of the same group is the same. */
function replacements(manifest: Value, { object }: ValueRecord): readonly Path[] {
  const before = innerOf(object);
  return MEMBERS.filter((names) => {
    if (isUnknownAt(manifest, names)) return true;
    const [one, other] = [manifest, before].map((whole) => textOf(innerOf(memberOf(innerOf(whole), ...names))));
    return names[0] === "apiVersion" ? groupOf(one ?? "") !== groupOf(other ?? "") : one !== other;
  }).map((names) => ["manifest", ...names]);
}

/** Whether a member, or the way to it, is not known. */
function isUnknownAt(manifest: Value, names: readonly string[]): boolean {
  return ["", ...names].some((_, index) => isUnknown(innerOf(memberOf(manifest, ...names.slice(0, index)))));
}

/** Whether the same was applied before and nobody has changed it since: no server need be asked. */
function isSettled({ config, state, private: kept }: Change): boolean {
  const applied = keptIn(kept);
  if (state === null || applied === undefined || hasUnknown(config.manifest ?? null)) return false;
  return (
    applied.drift.length === 0 &&
    config.secret_wo_version === state.secret_wo_version &&
    sameJson(plainOf(config.manifest ?? null), plainOf(state.manifest ?? null)) &&
    digestOf(plainOf(state.object ?? null) as JsonRecord) === applied.digest
  );
}

/** Whether nothing changes but what `ignore_changes` names: Terraform puts the stored object in the configuration. */
function isIgnored({ config, state }: Change): boolean {
  if (state === null || (config.object ?? null) === null || hasUnknown(config.manifest ?? null)) return false;
  return changesIn(config, state).length === 0;
}

function ignored(request: Change): ModifiedPlan<Schema> {
  const { config, private: kept, diagnostics } = request;
  const lines = linesOf(keptIn(kept)?.drift ?? []);
  if (lines.length > 0) {
    diagnostics.warning(
      `What others changed of ${titleOf(refOf(innerOf(config.manifest)))} is ignored`,
      [...lines, `\`ignore_changes\` names \`object\`: ${SET_BACK}`].join("\n"),
      ["object"],
    );
  }
  return unchanged(request);
}

async function rehearse(request: Change): Promise<Rehearsal> {
  const { config, state, client, private: kept, diagnostics, log } = request;
  const isKnown = ![config.manifest, config.secret_wo].some((part) => hasUnknown(part ?? null));
  if (client === undefined || !isKnown) return { kind: "none" };
  log.mask(...secretTexts(config.secret_wo));
  const body = bodyOf(config.manifest, config.secret_wo);
  return rehearsed(client.cluster(), {
    body: state === null ? body : { ...body, object: heldBy(body.object, holderIn(kept)) },
    exists: state !== null,
    adopt: config.adopt === true,
    walk: client.manifests,
    force: config.force_conflicts === true,
    replace: config.on_immutable === "replace",
    paths: keptIn(kept)?.paths ?? [],
    hidden: isHidden(config, kept),
    diagnostics,
  });
}

/** What changes: Terraform makes nothing anew for an attribute that stays. */
function changesOf({ config, state }: Change): readonly Path[] {
  const changes = changesIn(config, state);
  return (changes.length === 0 ? ["object"] : changes).map((name) => [name]);
}

function changesIn(config: ValueRecord, state: ValueRecord | null): readonly string[] {
  const [next, before] = [config, state].map((one) => plainOf(one?.manifest ?? null));
  return [
    ...(sameJson(next, before) ? [] : ["manifest"]),
    ...(config.secret_wo_version === state?.secret_wo_version ? [] : ["secret_wo_version"]),
  ];
}

/** Without an answer of a server the object stays as it is only where the manifest surely says the same. */
function planBlindly(request: Change): ModifiedPlan<Schema> {
  const { config, state, plan, private: kept } = request;
  const isKnown = !hasUnknown(config.manifest ?? null);
  const isSame = state !== null && isKnown && alike(guideOf(config.manifest), plainOf(state.object ?? null));
  if (isSame && (keptIn(kept)?.drift ?? []).length === 0) return unchanged(request);
  return { plan: { ...plan, object: UNKNOWN } };
}

const HOLDER_FIELD = titleOfPath(HOLDER_PATH);

type Answer = Extract<Rehearsal, { readonly kind: "answer" }>;

function planByAnswer(request: Change, { object, secrets }: Answer): ModifiedPlan<Schema> {
  const { config, state, plan, private: kept, diagnostics } = request;
  const shown = shownOf(object, { guide: guideOf(config.manifest), secrets });
  const wanted = new Set(pathsIn(ownFields(object)));
  const drift = keptIn(kept)?.drift.filter(({ field }) => wanted.has(field) || field === HOLDER_FIELD) ?? [];
  const isSame = state !== null && sameJson(shown, plainOf(state.object ?? null));
  const unseen = [HOLDER_FIELD, ...secrets.map(titleOfPath)];
  const isUnseenChanged = drift.some(({ field }) => unseen.includes(field));
  if (isSame && !isUnseenChanged && hasSameData(request)) return unchanged(request);
  warnOfDrift(refOf(innerOf(config.manifest)), drift, diagnostics);
  // What is not shown, and somebody changed, is told by nothing else.
  return { plan: { ...plan, object: isSame && isUnseenChanged ? UNKNOWN : dynamicFrom(shown) } };
}

/** The data of a Secret is not shown: whether it changes is told by the manifest alone. */
function hasSameData({ config, state }: Change): boolean {
  const [next, before] = [config.manifest, state?.manifest].map(guideOf);
  return next === undefined || !isSecret(next) || sameJson(next.data, before?.data);
}

function warnOfDrift(ref: ObjectRef, drift: readonly Drifted[], diagnostics: Diagnostics): void {
  if (drift.length === 0) return;
  diagnostics.warning(
    `${titleOf(ref)} was changed by others, and is set back`,
    ["Fields of this resource, and who changed them:", ...linesOf(drift)].join("\n"),
    ["manifest"],
  );
}

function linesOf(drift: readonly Drifted[]): readonly string[] {
  return drift.map(({ field, manager, time }) => `  ${field}${manager === "" ? "" : `: ${named(manager, time)}`}`);
}
