import type { Cluster } from "../../kube/cluster";
import type { Account, Claim } from "./account";
import { settle } from "./settle";

/** Those that are settled with a parent together. */
interface Turn {
  readonly claims: Claim[];
  callers: number;
  readonly done: Promise<Account>;
}

/**
 * Settles with each parent one at a time. Whoever comes while that is under way is settled with all others who wait: the
 * children of one run do not stand in each other's way, and calls grow with turns.
 */
export class Settlements {
  private readonly last = new Map<string, Promise<unknown>>();
  private readonly waiting = new Map<string, Turn>();

  /** As `settle`: what it reads, it reads after it was called. */
  async settle(cluster: Cluster, parent: string, claim?: Claim): Promise<Account> {
    const turn = this.waiting.get(parent) ?? this.open(cluster, parent);
    turn.callers += 1;
    if (claim !== undefined) turn.claims.push(claim);
    try {
      return await turn.done;
    } catch (error) {
      if (turn.callers === 1) throw error;
      // What one of them asks, or the time that it has, must not fail the others.
      return this.after(parent, () => settle(cluster, parent, ...(claim === undefined ? [] : [claim])));
    }
  }

  private open(cluster: Cluster, parent: string): Turn {
    const claims: Claim[] = [];
    const start = () => {
      this.waiting.delete(parent);
      return settle(cluster, parent, ...claims);
    };
    const turn = { claims, callers: 0, done: this.after(parent, start) };
    this.waiting.set(parent, turn);
    return turn;
  }

  private after(parent: string, work: () => Promise<Account>): Promise<Account> {
    const done = (this.last.get(parent) ?? Promise.resolve()).then(work);
    this.last.set(
      parent,
      done.catch(() => undefined),
    );
    return done;
  }
}
