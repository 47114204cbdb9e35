import { applyRequest, planRequest, schemaOf } from "../requests";
import { toyProvider } from "../toy-provider";
import { Session } from "../../../src/plugin/lifecycle/session";
import type { AnyResource } from "../../../src/plugin/provider";
import { applyResourceChange, planResourceChange, upgradeResourceState } from "../../../src/plugin/rpc/resource-rpcs";
import { fromIdentityMessage, toIdentityMessage } from "../../../src/plugin/rpc/identity-rpcs";
import { fromDynamicValue } from "../../../src/plugin/wire/convert";
import { decodeMessage, encodeMessage } from "../../../src/plugin/wire/protobuf";
import {
  ApplyResourceChangeRequest,
  ApplyResourceChangeResponse,
  PlanResourceChangeRequest,
  PlanResourceChangeResponse,
  UpgradeResourceStateRequest,
  UpgradeResourceStateResponse,
  type ResourceIdentityData,
} from "../../../src/plugin/wire/tfplugin6";

const schema = schemaOf("toy_legacy");
const stored = { id: "1", text: "x", flag: true, generation: 1 };

function sessionWith(changed: Partial<AnyResource>): Session {
  const resource: AnyResource = { ...toyProvider.resources?.toy_legacy, schema, ...changed } as AnyResource;
  const session = new Session({ ...toyProvider, resources: { toy_legacy: resource } });
  session.configured({});
  return session;
}

async function apply(changed: Partial<AnyResource>, plannedIdentity?: ResourceIdentityData) {
  const planned = { ...applyRequest("toy_legacy", { text: "x" }), plannedIdentity };
  const request = encodeMessage(ApplyResourceChangeRequest, planned);
  return decodeMessage(ApplyResourceChangeResponse, await applyResourceChange.handle(sessionWith(changed), request));
}

describe("a stored state", () => {
  const upgrade = async (json: object, told: unknown[]) => {
    const session = sessionWith({ stored: (request) => told.push(request) });
    const rawState = { json: new TextEncoder().encode(JSON.stringify(json)), flatmap: new Map<string, string>() };
    const request = encodeMessage(UpgradeResourceStateRequest, { typeName: "toy_legacy", version: 0, rawState });
    return decodeMessage(UpgradeResourceStateResponse, await upgradeResourceState.handle(session, request));
  };

  it("is told with the client before it is read or planned, as the current schema has it", async () => {
    const told: unknown[] = [];
    const { upgradedState } = await upgrade({ ...stored, former: "gone" }, told);
    expect(told).toEqual([{ client: {}, state: stored }]);
    expect(fromDynamicValue(schema, upgradedState)).toEqual(stored);
  });

  it("that does not fit the schema is told to nobody", async () => {
    const told: unknown[] = [];
    expect((await upgrade({ ...stored, flag: [] }, told)).diagnostics).toHaveLength(1);
    expect(told).toEqual([]);
  });
});

describe("applying", () => {
  it("stores the state also where the private state cannot be written", async () => {
    const answer = await apply({ create: () => Promise.resolve({ state: stored, private: { big: 1n } }) });
    expect(fromDynamicValue(schema, answer.newState)).toEqual(stored);
    expect(answer.diagnostics).toHaveLength(1);
  });

  it("marks the legacy type system where the resource asks for it, and nowhere else", async () => {
    const create = () => Promise.resolve({ state: stored });
    expect((await apply({ create })).legacyTypeSystem).toBe(true);
    expect((await apply({ create, legacyTypeSystem: false })).legacyTypeSystem).toBe(false);
  });
});

describe("the identity after applying", () => {
  const named = {
    schema,
    create: () => Promise.resolve({ state: stored }),
    identity: { attributes: { id: { type: "string" } }, of: ({ id = null }) => ({ id }) },
  } satisfies Partial<AnyResource>;
  const resource = named as unknown as AnyResource;

  it("is refused where it is another one than the planned one, which stays, and so does the state", async () => {
    const { newState, newIdentity, diagnostics } = await apply(named, toIdentityMessage(resource, { id: "other" }));
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 1,
        summary: "The provider returned an invalid identity",
        detail: expect.stringContaining("id has another value than the stored one") as string,
      }),
    ]);
    expect(fromIdentityMessage(resource, newIdentity)).toEqual({ id: "other" });
    expect(fromDynamicValue(schema, newState)).toEqual(stored);
  });

  it("is stored where it is the planned one, or none was planned", async () => {
    for (const planned of [toIdentityMessage(resource, { id: stored.id }), undefined]) {
      const { newIdentity, diagnostics } = await apply(named, planned);
      expect(diagnostics).toEqual([]);
      expect(fromIdentityMessage(resource, newIdentity)).toEqual({ id: stored.id });
    }
  });
});

describe("planning", () => {
  it("sends no plan along with errors", async () => {
    const session = sessionWith({ plan: () => Promise.reject(new Error("No quota")) });
    const request = encodeMessage(PlanResourceChangeRequest, planRequest("toy_legacy", { text: "x" }));
    const answer = decodeMessage(PlanResourceChangeResponse, await planResourceChange.handle(session, request));
    expect(answer).toMatchObject({ plannedState: undefined, diagnostics: [{ severity: 1, summary: "No quota" }] });
  });
});
