import { forClient, type AnyProvider } from "../../plugin";
import { randomBytesResource, randomId, randomUuid } from "./types/bytes";
import { randomInteger, randomPet, randomShuffle } from "./types/choices";
import { ephemeralPassword, randomPassword, randomString } from "./types/text";

/** The offline hashicorp/random: schemas, state and life cycle of the real one. */
export function randomProvider(): AnyProvider {
  return forClient<null>().provider({
    name: "random",
    schema: {},
    configure: () => null,
    resources: {
      random_bytes: randomBytesResource,
      random_id: randomId,
      random_integer: randomInteger,
      random_password: randomPassword,
      random_pet: randomPet,
      random_shuffle: randomShuffle,
      random_string: randomString,
      random_uuid: randomUuid,
    },
    ephemerals: { random_password: ephemeralPassword },
  });
}
