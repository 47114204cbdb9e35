import { UsageError } from "./command";

/** Options of a command that may ask a cluster, and have no effect where it asks none. */
interface LiveOptions {
  readonly strict?: boolean;
  readonly accept?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** @throws UsageError where one of them is given */
export function assertNotLive({ strict, accept, kubeconfig, context }: LiveOptions): void {
  if (kubeconfig !== undefined || context !== undefined)
    throw new UsageError("--kubeconfig and --context are for --live; without it no cluster is asked");
  if (strict === true) throw new UsageError("--strict is for --live; without it no cluster is asked");
  if (accept !== undefined) throw new UsageError("--accept is for --live; without it no cluster is asked");
}
