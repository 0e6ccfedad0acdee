import { describe, expect, it } from "vitest";
import type { DeliveryShape, IntegrationShape } from "#wire";
import { isUnderWay, newestTo, withDelivery } from "./deliveries.ts";

const made = (id: string, more: Partial<DeliveryShape> = {}): DeliveryShape => ({
  id,
  forward: "f",
  integration: "hubspot",
  integration_name: "HubSpot",
  conversation: "c",
  conversation_number: 1042,
  state: "queued",
  tries: 0,
  most_tries: 10,
  next_at: null,
  status: null,
  detail: "",
  reason: "",
  pressed_by: "Ines",
  created_at: "2026-03-04T13:40:00.000Z",
  ended_at: null,
  ...more,
});

describe("what was sent elsewhere", () => {
  it("holds each delivery once, the newest first", () => {
    const later = made("b", { created_at: "2026-03-04T13:41:00.000Z" });
    expect(withDelivery(withDelivery([made("a")], later), made("a")).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("is not moved back by an answer that comes after its push", () => {
    const delivered = made("a", { state: "delivered", tries: 1, ended_at: "2026-03-04T13:40:01.000Z" });
    expect(withDelivery([delivered], made("a"))).toEqual([delivered]);
    expect(withDelivery([made("a", { state: "waiting", tries: 2 })], made("a", { tries: 1 }))[0]?.tries).toBe(2);
  });

  it("knows the newest to each integration, and what is under way", () => {
    const list = [made("b", { integration: "slack", state: "failed" }), made("a")];
    expect(newestTo({ id: "slack" } as IntegrationShape, list)?.id).toBe("b");
    expect(newestTo({ id: "github" } as IntegrationShape, list)).toBeUndefined();
    expect(list.map(isUnderWay)).toEqual([false, true]);
  });
});
