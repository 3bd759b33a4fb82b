import { afterEach, beforeEach, expect, it } from "vitest";
import { auditLog } from "../../src/server/audit.ts";
import { fresh } from "./accounts/fresh.ts";

let house: Awaited<ReturnType<typeof fresh>>;
beforeEach(async () => (house = await fresh()));
afterEach(() => house.close());

it("forgets old wrong passwords before any change", async () => {
  const { db } = house;
  const line = { cluster: "c", actor: "piranha", address: "192.0.2.1", target: "web" };
  const wrong = { ...line, action: "session.signIn", outcome: "wrong password" };
  await db.auditEntry.create({ data: { ...line, action: "virtuals.set", outcome: "done" } });
  await db.auditEntry.create({ data: { ...line, action: "session.signIn", outcome: "done" } });
  await db.auditEntry.createMany({ data: Array.from({ length: 3_000 }, () => wrong) });
  const audit = auditLog(db, "c");
  for (let n = 0; n < 200; n++) await audit.add(wrong);
  expect(await db.auditEntry.count({ where: { outcome: "done" } })).toBe(2);
  expect(await db.auditEntry.count({ where: { outcome: "wrong password" } })).toBe(2_000);
});
