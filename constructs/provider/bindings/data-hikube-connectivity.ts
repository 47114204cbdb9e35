// Made by scripts/provider-bindings.ts of the provider's schema.
import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { type Binding, BoundDataSource } from "../bound";

/** Arguments of `hikube_connectivity`. */
export interface DataHikubeConnectivityConfig extends TerraformMetaArguments {
  /** Who opens it: a namespace, a place as `hikube matrix` names it (`internet`, `private networks`, `DNS`, `API server`, `metadata`, `nodes`), an address or a block of addresses. */
  readonly from: string;
  /** Who is reached: a namespace, a place as `hikube matrix` names it (`internet`, `private networks`, `DNS`, `API server`, `metadata`, `nodes`), an address or a block of addresses. */
  readonly to: string;
  /** From 1 to 65535. Every port where it is not set. */
  readonly port?: number;
  /** `TCP`, `UDP` or `SCTP`. With a port `TCP` where it is not set, else all of them. */
  readonly protocol?: string;
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube_connectivity", version: "0.1.0", shape: { from: true, to: true, port: true, protocol: true } };

/** Whether a connection can be opened, judged from all policies of the live cluster as `hikube matrix --live` does. In a `check` or a postcondition it holds what must stay open or closed. */
export class DataHikubeConnectivity extends BoundDataSource {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube_connectivity";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: DataHikubeConnectivityConfig) {
    super(scope, id, BINDING, config);
  }

  /** Who opens it: a namespace, a place as `hikube matrix` names it (`internet`, `private networks`, `DNS`, `API server`, `metadata`, `nodes`), an address or a block of addresses. */
  get from(): string {
    return this.getStringAttribute("from");
  }

  /** Who is reached: a namespace, a place as `hikube matrix` names it (`internet`, `private networks`, `DNS`, `API server`, `metadata`, `nodes`), an address or a block of addresses. */
  get to(): string {
    return this.getStringAttribute("to");
  }

  /** From 1 to 65535. Every port where it is not set. */
  get port(): number {
    return this.getNumberAttribute("port");
  }

  /** `TCP`, `UDP` or `SCTP`. With a port `TCP` where it is not set, else all of them. */
  get protocol(): string {
    return this.getStringAttribute("protocol");
  }

  /** Whether all pods or addresses of the one end can open it to all of the other. */
  get allowed(): IResolvable {
    return this.interpolationForAttribute("allowed");
  }

  /** `allow` for all, `deny` for none, `partly` in between, `unknown` where it is too costly to judge. */
  get verdict(): string {
    return this.getStringAttribute("verdict");
  }

  /** The policies that open it or keep it closed; of `partly` who gets through. */
  get reason(): string {
    return this.getStringAttribute("reason");
  }
}
