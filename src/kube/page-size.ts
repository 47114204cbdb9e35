/** Objects of the first page; later ones are as large as what was received allows. */
const FIRST = 10;
/** What `kubectl` asks for at once. */
const MOST = 500;
/** No page asks for more than so many times the objects of the one before: the next ones may be larger. */
const GROWTH = 4;

/** Bytes that a page is meant to have. */
const WANTED_BYTES = 1_048_576;
/** Bytes that a page may have: parsed, it may take twenty times that. */
const MOST_BYTES = 4 * WANTED_BYTES;
/** Bytes that any answer may have. The store of Kubernetes takes objects of 1.5 MB, a custom one more. */
export const MOST_ANSWER_BYTES = 64 * WANTED_BYTES;

/**
 * How many objects the next page of a list asks for. They are written by tenants, so that their number says nothing
 * about the memory that they take: a page that is too large is asked for again in smaller ones.
 */
export class PageSize {
  private objects = FIRST;

  get limit(): number {
    return this.objects;
  }

  /** Bytes at which reading ends. A single object is read whatever its size. */
  get maxBytes(): number {
    return this.objects === 1 ? MOST_ANSWER_BYTES : MOST_BYTES;
  }

  /** Notes a page that was received. */
  received(objects: number, bytes: number): void {
    const fitting = objects === 0 ? MOST : Math.floor((WANTED_BYTES * objects) / bytes);
    this.objects = Math.max(1, Math.min(fitting, this.objects * GROWTH, MOST));
  }

  /** Notes a page that was too large. @returns whether a smaller one can be asked for */
  shrink(): boolean {
    if (this.objects === 1) return false;
    this.objects = Math.max(1, Math.floor(this.objects / GROWTH));
    return true;
  }
}
