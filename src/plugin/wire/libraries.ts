import type * as protobufLibrary from "@bufbuild/protobuf/wire";
import type * as msgpackLibrary from "@msgpack/msgpack";

// Both are loaded with the first message. Imported at the top they would be a quarter of the time
// from the start of a provider to its handshake, before anything is known to be read or written.
/* eslint-disable @typescript-eslint/no-require-imports */

export function protobuf(): typeof protobufLibrary {
  return require("@bufbuild/protobuf/wire") as typeof protobufLibrary;
}

export function msgpack(): typeof msgpackLibrary {
  return require("@msgpack/msgpack") as typeof msgpackLibrary;
}
