import { addAddress } from "../../model/kubernetes/cidr";

/** Hands out addresses of a range, each to one owner, and takes them back. */
export class AddressPool {
  private readonly owners = new Map<string, number>();
  private readonly taken = new Set<number>();
  private next = 0;

  /**
   * @param first first address to give, e.g. `10.244.0.2`
   * @param size how many follow one another from there
   */
  constructor(
    private readonly first: string,
    private readonly size: number,
  ) {}

  /** The owner's address; the same on every call. `undefined` where the range is used up. */
  take(owner: string): string | undefined {
    const known = this.owners.get(owner);
    if (known !== undefined) return addAddress(this.first, known);
    const free = this.findFree();
    if (free === undefined) return undefined;
    this.owners.set(owner, free);
    this.taken.add(free);
    this.next = (free + 1) % this.size;
    return addAddress(this.first, free);
  }

  release(owner: string): void {
    const offset = this.owners.get(owner);
    if (offset === undefined) return;
    this.owners.delete(owner);
    this.taken.delete(offset);
  }

  /** Goes round the range, so that an address just given back is not the next one to be given. */
  private findFree(): number | undefined {
    for (let step = 0; step < this.size; step++) {
      const candidate = (this.next + step) % this.size;
      if (!this.taken.has(candidate)) return candidate;
    }
    return undefined;
  }
}
