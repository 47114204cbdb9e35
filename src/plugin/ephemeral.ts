import type { Shape, ShapeOf } from "./infer";
import type { PrivateState, Request, Timeouts, ValidateWith } from "./provider";
import type { Schema } from "./schema";

interface OpenWith<V extends Shape, Client> extends Request<Client> {
  /** Wholly known: Terraform opens an ephemeral resource when its configuration is. */
  readonly config: V["given"];
}

interface OpenedWith<V extends Shape> {
  /** What configurations can read of it. Every configured value in it must be as configured. */
  readonly result: V["state"];
  /** When `renew` is to be called, at the latest. @default - never */
  readonly renewAt?: Date;
  /** What `renew` and `close` are given; no user sees it. @default - nothing */
  readonly private?: PrivateState;
}

interface RenewedWith {
  /** When `renew` is to be called again. @default - never */
  readonly renewAt?: Date;
  /** @default - unchanged */
  readonly private?: PrivateState;
}

/** How long an ephemeral resource may take to open, where the user sets no other time. */
export interface OpenTimeout extends Pick<Timeouts, "as"> {
  /** Such as `20m`, `1h30m` or `90s`. */
  readonly open: string;
}

/** Written over a shape for the same reason as in provider.ts. */
export interface EphemeralWith<V extends Shape, Client> {
  /** Its arguments and results. */
  readonly schema: V["schema"];
  /** Faults that concern several attributes; unknown values may still come. */
  validate?(request: ValidateWith<V>): void | Promise<void>;
  /** Makes the value. What it began goes on where Terraform asks to stop. */
  open(request: OpenWith<V, Client>): Promise<OpenedWith<V>>;
  /**
   * Lets users set a time for `open`, and aborts its `signal` when it is over. The schema gets `timeouts`, of which
   * config and result know nothing. Terraform tells `renew` and `close` nothing of it: they have no time.
   *
   * @default - `signal` has no time
   */
  readonly timeouts?: OpenTimeout;
  /** Needed where `open` returns a `renewAt`. */
  renew?(request: Request<Client>): Promise<RenewedWith>;
  /**
   * Called at the end of each command that opened it, also after Ctrl-C: neither of its signals aborts. Terraform 1.11
   * sends what `open` stored in `private`, not what the last `renew` did. @default - nothing is done
   */
  close?(request: Request<Client>): Promise<void>;
}

/** What `open` is given. */
export type OpenRequest<S extends Schema, Client> = OpenWith<ShapeOf<S>, Client>;
/** What `open` answers: the values, when to renew them, what `renew` and `close` need. */
export type Opened<S extends Schema> = OpenedWith<ShapeOf<S>>;
/** What `renew` answers. */
export type Renewed = RenewedWith;

/**
 * A value that exists during one command and is never stored: a token, a tunnel. Needs Terraform 1.10 or OpenTofu 1.11.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/framework/ephemeral-resources
 */
export type Ephemeral<S extends Schema = Schema, Client = unknown> = EphemeralWith<ShapeOf<S>, Client>;
