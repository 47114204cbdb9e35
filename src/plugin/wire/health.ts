import { INTEGER, single, STRING } from "./fields";
import { define } from "./message-type";

// https://github.com/grpc/grpc/blob/master/src/proto/grpc/health/v1/health.proto

export const HealthCheckRequest = define<{ readonly service: string }>(() => ({ service: single(1, STRING) }));
export const HealthCheckResponse = define<{ readonly status: number }>(() => ({ status: single(1, INTEGER) }));

/** Empty requests and answers. */
export const EMPTY = define<object>(() => ({}));
