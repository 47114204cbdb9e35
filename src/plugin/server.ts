import { Session } from "./lifecycle/session";
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
  /** Resolves once the calls that are under way now have ended. */
  settled(): Promise<unknown>;
}

/** `SERVING` of the gRPC health protocol. */
const SERVING = 1;

/**
 * The gRPC server of a Terraform plugin: the provider, and what go-plugin wants beside it.
 *
 * @see https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md
 */
export function createPluginServer(provider: AnyProvider, options: PluginServerOptions): PluginServer {
  const calls = new Set<Promise<unknown>>();
  const sessions = new Set<Session>();
  const server = createGrpcServer<Session>({
    unary: new Map([...providerMethods(calls), ...pluginMethods(options)]),
    silentStreams: new Set(["/plugin.GRPCStdio/StreamStdio"]),
    opened: () => {
      const session = new Session(provider);
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
    settled: () => Promise.allSettled(calls),
  };
}

function providerMethods(calls: Set<Promise<unknown>>): readonly (readonly [string, Unary<Session>])[] {
  return PROVIDER_RPCS.map((rpc) => {
    const unary = unaryOf(rpc);
    const tracked: Unary<Session> = (session, request) => {
      const call = unary(session, request).finally(() => calls.delete(call));
      calls.add(call);
      return call;
    };
    return [`/tfplugin6.Provider/${rpc.name}`, tracked];
  });
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
