import { isRecord } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import type { ListOptions } from "./cluster";
import { notKubernetes } from "./discovery";
import { KubeError } from "./kube-error";
import { PageSize } from "./page-size";
import { toQuery } from "./query";
import { TOO_LARGE, type Transport } from "./transport";

interface ListPage {
  readonly items: readonly KubeObject[];
  readonly metadata: { readonly continue?: string };
}

/** Reads a list page by page. Each page is let go before the next one is asked for, and with it what `keep` leaves out. */
export async function readList<T>(
  transport: Transport,
  path: string,
  options: ListOptions,
  keep: (object: KubeObject) => T,
): Promise<readonly T[]> {
  const size = new PageSize();
  const kept: T[] = [];
  let next: string | undefined;
  do {
    const { items, metadata } = await readPage(transport, path, selectorsOf(options, next), size);
    for (const item of items) kept.push(keep(withoutManagers(item)));
    next = metadata.continue;
  } while (next !== undefined && next !== "");
  return kept;
}

type Selectors = Readonly<Record<string, string | undefined>>;

function selectorsOf({ labelSelector, fieldSelector }: ListOptions, next: string | undefined): Selectors {
  return { labelSelector, fieldSelector, continue: next };
}

/** A page, of fewer objects where those that were asked for are too large together. */
async function readPage(transport: Transport, path: string, selectors: Selectors, size: PageSize): Promise<ListPage> {
  for (;;) {
    const { limit, maxBytes } = size;
    const call = { method: "GET", path: path + toQuery({ ...selectors, limit }), maxBytes };
    try {
      const { body, bytes } = await transport.json(call);
      const page = toPage(body, path);
      size.received(page.items.length, bytes);
      return page;
    } catch (error) {
      if (!(error instanceof KubeError) || error.reason !== TOO_LARGE || !size.shrink()) throw error;
    }
  }
}

function toPage(body: unknown, path: string): ListPage {
  const { items, metadata = {} } = (body ?? {}) as Partial<ListPage>;
  if (!Array.isArray(items) || !items.every(isObject)) throw notKubernetes(path);
  return { items, metadata };
}

function withoutManagers(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, managedFields: undefined } };
}

/** What every object of the API has, whatever its kind. */
export function isObject(value: unknown): value is KubeObject {
  return isRecord(value) && isRecord(value.metadata);
}
