import { Collector } from "./lifecycle/collector";
import { Session, type Fault } from "./lifecycle/session";
import { masked } from "./lifecycle/secrets";
import type { AnyProvider } from "./provider";
import { BadRequestError, type Rpc } from "./rpc/rpc";
import { PROVIDER_RPCS } from "./rpc/table";
import { EMPTY, HealthCheckRequest, HealthCheckResponse } from "./wire/health";
import { decodeMessage, encodeMessage } from "./wire/protobuf";
import { createGrpcServer, type GrpcServer, type Unary } from "./transport/grpc-server";
import { Status, StatusError } from "./transport/status";

export interface PluginServerOptions {
  /** Called once Terraform asked the process to end; the answer is on its way then. */
  shutdown?(): void;
  /** Called when the number of open connections changed. */
  connections?(count: number): void;
}

export interface PluginServer extends GrpcServer {
  /** Asks the calls under way to end, as Terraform does on Ctrl-C. Returns whether anybody is connected. */
  stop(): boolean;
  /** Whether Terraform, or whoever ends the process, asked to stop. */
  readonly stopping: boolean;
  /** Takes note of a failure outside of any call: what is under way goes on and is told, nothing begins after it. */
  failed(error: unknown): void;
  /** Takes out of a text what is sensitive in the configurations of the provider. */
  mask(text: string): string;
}

/** `SERVING` of the gRPC health protocol. */
const SERVING = 1;

/**
 * The gRPC server of a Terraform plugin: the provider, and what go-plugin wants beside it.
 *
 * @see https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md
 */
export function createPluginServer(provider: AnyProvider, options: PluginServerOptions): PluginServer {
  const sessions = new Set<Session>();
  let fault: Fault | undefined;
  const server = createGrpcServer<Session>({
    unary: new Map([...providerMethods(), ...pluginMethods(options)]),
    silentStreams: new Set(["/plugin.GRPCStdio/StreamStdio"]),
    opened: () => {
      const session = new Session(provider);
      if (fault !== undefined) session.failed(fault);
      options.connections?.(sessions.add(session).size);
      return session;
    },
    closed: (session) => {
      session.stop();
      sessions.delete(session);
      options.connections?.(sessions.size);
    },
  });
  return {
    ...server,
    stop: () => {
      for (const session of sessions) session.stop();
      return sessions.size > 0;
    },
    get stopping() {
      return [...sessions].some(({ signal }) => signal.aborted);
    },
    failed: (error) => {
      fault ??= faultOf(error);
      for (const session of sessions) session.failed(fault);
    },
    mask: (text) =>
      masked(
        text,
        [...sessions].flatMap(({ secrets }) => secrets),
      ),
  };
}

function faultOf(error: unknown): Fault {
  const collector = new Collector();
  collector.thrown(error);
  const what = collector.list.map(({ summary, detail }) =>
    detail === undefined ? summary : `${summary}\n\n${detail}`,
  );
  return { detail: `Outside of any operation, as in a forgotten promise or a callback:\n\n${what.join("\n\n")}` };
}

function providerMethods(): readonly (readonly [string, Unary<Session>])[] {
  return PROVIDER_RPCS.map((rpc) => [`/tfplugin6.Provider/${rpc.name}`, unaryOf(rpc)]);
}

function unaryOf(rpc: Rpc): Unary<Session> {
  return async (session, request) => {
    try {
      return await rpc.handle(session, request);
    } catch (error) {
      if (error instanceof BadRequestError) throw new StatusError(Status.INVALID_ARGUMENT, error.message);
      throw error;
    }
  };
}

function pluginMethods(options: PluginServerOptions): readonly (readonly [string, Unary<Session>])[] {
  return [
    [
      "/plugin.GRPCController/Shutdown",
      () => {
        setImmediate(() => options.shutdown?.());
        return Promise.resolve(encodeMessage(EMPTY, {}));
      },
    ],
    [
      "/grpc.health.v1.Health/Check",
      (_, request) => {
        decodeMessage(HealthCheckRequest, request);
        return Promise.resolve(encodeMessage(HealthCheckResponse, { status: SERVING }));
      },
    ],
  ];
}
