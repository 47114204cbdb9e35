import { oneOf } from "../../src/model/issue";
import { closestKey } from "../../src/model/schema/did-you-mean";
import { type Engine, ENGINES } from "../../src/model/tenant/spec/engine";
import type { IHikubePlatform } from "../hikube-platform";
import { HIKUBE_PROVIDER, type PropType, PROVIDER } from "../given";

export const ENGINE: PropType = {
  expected: oneOf(ENGINES),
  isRight: (value) => typeof value === "string" && ENGINES.includes(value),
  choices: ENGINES,
};

/** The engine of a platform. Another value is reported where it was given, and what goes with it is judged by the one that it is a slip of. */
export function engineOf({ engine = "kubernetes" }: Pick<IHikubePlatform, "engine">): Engine {
  const meant = typeof engine === "string" ? closestKey(engine, ENGINES) : undefined;
  return engine === "hikube" || meant === "hikube" ? "hikube" : "kubernetes";
}

/** Only what the engine `kubernetes` made can be taken over, and by the other one alone. */
export function formerEngineOf(engine: Engine): PropType {
  return {
    expected: '"kubernetes", on a platform with the engine "hikube"',
    isRight: (value) => value === "kubernetes" && engine === "hikube",
  };
}

/** Whether the resources of objects are taken over. */
export function wasOfObjects({ formerEngine }: Pick<IHikubePlatform, "formerEngine">): boolean {
  return formerEngine === "kubernetes";
}

/** The provider that the resources of an engine need. */
export function providerOf(engine: Engine): PropType {
  return engine === "hikube" ? HIKUBE_PROVIDER : PROVIDER;
}
