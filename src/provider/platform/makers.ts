import { DiagnosticError, type PrivateState } from "../../plugin";

/** What the resources of one run do with the platform, of which a cluster has one. */
export class PlatformMakers {
  private isPlanned = false;
  private isMade = false;
  private isStored = false;
  private isLeft = false;
  private isLost = false;
  private kept: PrivateState | undefined;

  /** Takes the platform as one of the state. @param isElsewhere - whether another resource holds it now. Default: as told before */
  hold({ isElsewhere = this.isLost, kept = this.kept }: { isElsewhere?: boolean; kept?: PrivateState } = {}): void {
    this.isStored = true;
    this.isLost = isElsewhere;
    this.kept = kept;
  }

  /** What the state keeps of who holds it, as far as this run met it. */
  get keptHold(): PrivateState | undefined {
    return this.kept;
  }

  /** Whether another resource holds the platform of the state. */
  get isElsewhere(): boolean {
    return this.isLost;
  }

  /** Tells that this run removed it, or found it to be another's. */
  left(): void {
    this.isLeft = true;
  }

  /** Whether this run has left it: one that is there afterwards is another's. */
  get hasLeft(): boolean {
    return this.isLeft;
  }

  /** Whether it is in the state: what is made anew may meet its former self, or not. */
  get isHeld(): boolean {
    return this.isStored;
  }

  /** Takes the platform as one that is to be made. @throws DiagnosticError where another resource of this run makes it, too */
  plan(): void {
    if (this.isPlanned) {
      throw new DiagnosticError(
        "Two resources make the platform",
        "A cluster has one: both would write it by turns, and the removal of either is that of both. Remove one of them.",
      );
    }
    this.isPlanned = true;
  }

  /** Tells that it was made: with `create_before_destroy` the former one is removed after that. */
  made(): void {
    this.isMade = true;
  }

  /** Whether a resource of this apply made it: then nothing of it is removed. */
  get isTaken(): boolean {
    return this.isMade;
  }
}
