import { openShares, settlement, sharesOf, type PendingShares } from "../../../src/provider/tenant/ledger";

const NOW = 1_800_000_000_000;
const recorded = new Map([["tenant-a-b", { id: "1", capacity: { "limits.cpu": "2", "requests.storage": "1Gi" } }]]);
const pending = (id: string, capacity: Record<string, string>, at = NOW): PendingShares => ({
  "tenant-a-b": { id, at, capacity },
});

test("of a share that grows in one amount and shrinks in another both larger amounts count until it is recorded", () => {
  const shares = sharesOf(recorded, pending("2", { "limits.cpu": "4", "requests.storage": "512Mi" }), NOW);
  expect(shares.get("tenant-a-b")).toEqual({ "limits.cpu": "4", "requests.storage": "1Gi" });
});

test("once its child recorded it, a pending share counts no more", () => {
  expect(openShares(recorded, pending("1", { "limits.cpu": "9" }), NOW)).toEqual({});
});

test("a share whose child never came is the parent's again after ten minutes, not before", () => {
  const orphan: PendingShares = { "tenant-a-c": { id: "3", at: NOW - 600_000, capacity: { "limits.cpu": "1" } } };
  expect([...sharesOf(recorded, orphan, NOW).keys()]).toEqual(["tenant-a-b"]);
  expect([...sharesOf(recorded, orphan, NOW - 1).keys()]).toEqual(["tenant-a-b", "tenant-a-c"]);
});

test("what is left is what was declared without what is set aside and what children take", () => {
  const declared = { capacity: { "limits.cpu": "10", "requests.storage": "4Gi" }, reserved: { "limits.cpu": "3" } };
  expect(settlement(declared, sharesOf(recorded, {}, NOW))).toEqual({
    left: { "limits.cpu": "5", "requests.storage": "3Gi" },
    hard: { "limits.cpu": "5", "requests.storage": "3Gi" },
    overdrawn: [],
  });
  expect(settlement({ ...declared, capacity: { "limits.cpu": "4" } }, sharesOf(recorded, {}, NOW))).toEqual({
    left: { "limits.cpu": "-1" },
    hard: { "limits.cpu": "0" },
    overdrawn: ["limits.cpu"],
  });
});
