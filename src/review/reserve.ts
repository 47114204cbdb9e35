import { jsonIn } from "../model/json-text";
import { isRecord, objectIn, sortedJson, textMapIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { reserveOn } from "../model/tenant/objects/reserve";
import { ANNOTATIONS } from "../model/tenant/spec/labels";
import { changeOf, type Change } from "./change";
import type { Told } from "./security";
import type { TenantPair } from "./state";

/** What a tenant sets aside for others or takes of that, and what it hands down that its namespace does not show otherwise. */
export function reserveChanges({ tenant, namespace: { before, after } }: TenantPair): Told {
  if (after === undefined) return { changes: [], keys: TOLD };
  const move = (what: string, read: (namespace: KubeObject) => string | undefined): readonly Change[] => {
    const [from, to] = [before && read(before), read(after)];
    if (from === to) return [];
    const texts = { ...(from === undefined ? {} : { before: from }), ...(to === undefined ? {} : { after: to }) };
    const severity = before === undefined || from === undefined ? "info" : "notice";
    return [changeOf("quota", severity, { ...(tenant === undefined ? {} : { tenant }), what, ...texts })];
  };
  const areBoth = [before, after].every((object) => object !== undefined && reserveOn(object) !== undefined);
  const changes = [
    ...move("set aside", (object) => amountsText(reserveOn(object)?.amounts)),
    ...move("taken of what is set aside", (object) => amountsText(jsonIn(annotation(object, ANNOTATIONS.drawn)))),
    ...(areBoth ? move("granted to those that take of it", grantsText) : []),
  ];
  return { changes, keys: TOLD };
}

/** The rest of what they hold is told by what it follows from. */
const TOLD = [ANNOTATIONS.reserved, ANNOTATIONS.drawn];

function annotation({ metadata }: KubeObject, key: string): string | undefined {
  return metadata.annotations?.[key];
}

function amountsText(amounts: unknown): string | undefined {
  if (!isRecord(amounts)) return undefined;
  const given = Object.entries(textMapIn(amounts)).filter(([, amount]) => amount !== "0");
  return given.map(([key, amount]) => `${key} ${amount}`).join(", ") || "nothing";
}

function grantsText(object: KubeObject): string | undefined {
  const parent = reserveOn(object)?.parent;
  if (parent === undefined) return undefined;
  const { allowedEgress } = objectIn(parent.network);
  return sortedJson({ allowedEgress, requireCostLabels: parent.requireCostLabels });
}
