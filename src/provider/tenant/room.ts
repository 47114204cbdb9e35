import type { Cluster } from "../../kube/cluster";
import type { StringMap } from "../../model/kubernetes/kube-object";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import type { HikubeClient } from "../client";
import { isKept, type Claim } from "./account";
import { larger, type Share } from "./ledger";
import { shareOf, shareWith } from "./record";

/** Whose room it is, and where it is made. */
interface Draw {
  readonly client: Pick<HikubeClient, "cluster" | "settlements">;
  readonly cluster: Cluster;
  readonly tenant: Tenant;
  readonly parent: string;
  /** What its own quota grants already. @default - what its parent counts for it */
  readonly granted: StringMap | undefined;
}

/** How long it is tried to give back what a failed apply leaves, in milliseconds. */
const GIVEN_BACK_WITHIN_MS = 10_000;

/**
 * The room that a tenant takes in its parent while it is written. A share that grows is recorded before the quota of the tenant is
 * raised, and confirmed in between: however long a write was on its way, nothing is granted that others were given meanwhile.
 * One that shrinks is recorded after the quota was lowered.
 */
export class Room {
  /** What the tenant records until its quota is written: of what it had and what it gets the larger one. */
  readonly share: Share;
  /** Whether it gets more of something than it had. */
  readonly grows: boolean;
  /** Whether it gets less of something than it had. */
  readonly shrinks: boolean;
  private isClosed = false;

  private constructor(
    private readonly draw: Draw,
    private readonly claim: Claim & { readonly share: Share },
    private readonly had: StringMap,
  ) {
    const { capacity } = claim.share;
    const most = larger(had, capacity);
    this.grows = isOther(most, had);
    this.shrinks = isOther(most, capacity);
    this.share = this.shrinks ? shareWith(most) : claim.share;
  }

  /** Makes room in the parent. @throws DiagnosticError where there is none */
  static async made(draw: Draw): Promise<Room> {
    const { client, cluster, tenant, parent, granted } = draw;
    const child = tenant.namespace;
    const claim = { child, share: shareOf(tenant), ...(granted === undefined ? {} : { granted }) };
    const { recorded } = await client.settlements.settle(cluster, parent, claim);
    return new Room(draw, claim, granted ?? recorded.get(child)?.capacity ?? {});
  }

  /** Runs what records the share. What fails leaves nothing kept. */
  async during<T>(record: () => Promise<T>): Promise<T> {
    try {
      return await record();
    } catch (error) {
      await this.giveBack();
      throw error;
    }
  }

  /**
   * After the share was recorded, and before a quota is raised.
   *
   * @param setBack - records what the tenant had, where nothing more was granted yet
   * @throws DiagnosticError where the room was kept no longer, and others took it
   */
  async confirm(setBack: (cluster: Cluster, share: Share) => Promise<unknown> | undefined): Promise<void> {
    const { client, cluster, parent } = this.draw;
    const claim = { ...this.claim, isRecorded: true };
    try {
      const account = await client.settlements.settle(cluster, parent, claim);
      this.isClosed = !this.shrinks && isKept(account, claim);
    } catch (error) {
      await this.giveBack(async (late) => setBack(late, shareWith(this.had)));
      throw error;
    }
  }

  /** Gives back what the tenant had more. */
  async close(): Promise<void> {
    if (!this.isClosed) await this.settled(this.draw.cluster);
  }

  /** As far as it can be: what stays is kept for ten minutes, or recorded and not granted. */
  private async giveBack(first?: (cluster: Cluster) => Promise<unknown>): Promise<void> {
    const cluster = this.draw.client.cluster().until(AbortSignal.timeout(GIVEN_BACK_WITHIN_MS));
    try {
      await first?.(cluster);
      await this.settled(cluster);
    } catch {
      // The error that led here is told.
    }
  }

  /** From now on nothing is kept beside what is recorded. */
  private async settled(cluster: Cluster): Promise<void> {
    const { client, parent } = this.draw;
    await client.settlements.settle(cluster, parent, { child: this.claim.child });
  }
}

function isOther(amounts: StringMap, others: StringMap): boolean {
  return Object.entries(amounts).some(([key, amount]) => others[key] !== amount);
}
