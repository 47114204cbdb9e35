import type { JsonRecord } from "../../json";
import type { StringMap } from "../../kubernetes/kube-object";
import { audience } from "./names";
import { PLACES } from "./agent-args";
import type { StackRoute } from "./stack-route";

/** One collector: what runs, as whom, with which files. */
export interface Collector {
  readonly image: string;
  readonly account: string;
  readonly args: readonly string[];
  readonly stacks: readonly StackRoute[];
  readonly labels: StringMap;
  readonly annotations?: StringMap;
  readonly resources: JsonRecord;
  /** Volumes by name, beside that of the tokens; each with where it is mounted. */
  readonly volumes: Readonly<
    Record<string, { readonly source: JsonRecord; readonly path: string; readonly readOnly: boolean }>
  >;
  /** User of the process: the logs of a node are readable by root alone. */
  readonly user: number;
  readonly everyNode?: boolean;
}

/**
 * Template of the collector's pods. Without probes: a collector listens on the pod's loopback alone, for whoever reaches its
 * port may push, and there the kubelet asks in vain; its image promises no program to ask with. One that cannot run ends, and
 * is started again.
 */
export function collectorPod(collector: Collector): JsonRecord {
  const { account, labels, annotations, volumes, user, everyNode = false } = collector;
  return {
    metadata: { labels, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      serviceAccountName: account,
      enableServiceLinks: false,
      ...(everyNode ? { tolerations: [{ operator: "Exists" }] } : {}),
      securityContext: {
        ...{ runAsUser: user, runAsGroup: user, runAsNonRoot: user !== 0 },
        ...(user === 0 ? {} : { fsGroup: user }),
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [container(collector)],
      volumes: [
        tokens(collector.stacks),
        ...Object.entries(volumes).map(([name, { source }]) => ({ name, ...source })),
      ],
    },
  };
}

function container({ image, args, resources, volumes }: Collector): JsonRecord {
  const mounts = Object.entries(volumes).map(([name, { path, readOnly }]) => ({ name, mountPath: path, readOnly }));
  return {
    name: "collector",
    image,
    args,
    resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "tokens", mountPath: PLACES.tokens, readOnly: true }, ...mounts],
  };
}

/** Seconds; the kubelet renews a token long before, and the collectors read the file anew each second. */
const TOKEN_LIFE = 3600;

/** A token for each stack: no secret is stored, and none serves at two places. */
function tokens(stacks: readonly StackRoute[]): JsonRecord {
  const sources = stacks.map(({ namespace, cluster }) => ({
    serviceAccountToken: { audience: audience(namespace, cluster), expirationSeconds: TOKEN_LIFE, path: namespace },
  }));
  return { name: "tokens", projected: { defaultMode: 0o440, sources } };
}
