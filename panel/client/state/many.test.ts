import { describe, expect, it } from "vitest";
import type { DeliveryShape, IntegrationShape } from "#wire";
import { again, counted, done, failures, manyOf, nextOf, withDelivery, withRefusal } from "./many.ts";

const webhook = { id: "w", name: "Order webhook" } as IntegrationShape;
const delivery = (id: string, state: DeliveryShape["state"], detail = "") => ({ id, state, detail }) as DeliveryShape;

function three() {
  let made = 0;
  const found = ["Camille", "Tomás", "Noor"].map((name, place) => ({ id: `c${place}`, name }));
  return manyOf(webhook, ["messages"], found, () => `r${made++}`);
}

describe("pressing for many", () => {
  it("takes one after the other, each with an id of its own", () => {
    const many = three();
    expect(many.items.map((each) => each.request_id)).toEqual(["r0", "r1", "r2"]);
    expect(nextOf(many)?.conversation).toBe("c0");
    const later = withRefusal(withDelivery(many, "c0", delivery("d0", "queued")), "c1", "No consent.");
    expect(nextOf(later)?.conversation).toBe("c2");
    expect(done(later)).toBe(2);
    expect(failures(later).map(({ name, detail }) => [name, detail])).toEqual([["Tomás", "No consent."]]);
    expect(nextOf(many)?.conversation).toBe("c0"); // the old value is as it was
  });

  it("follows each delivery to its end, and not back", () => {
    const sent = withDelivery(three(), "c0", delivery("d0", "queued"));
    const delivered = withDelivery(sent, "c0", delivery("d0", "delivered"));
    expect(withDelivery(delivered, "c0", delivery("d0", "sending"))).toEqual(delivered);
    expect(counted(delivered, "delivered")).toBe(1);
    expect(failures(withDelivery(sent, "c0", delivery("d0", "failed", "400"))).map((each) => each.detail)).toEqual(["400"]);
  });

  it("is not touched by another delivery of the same conversation", () => {
    const sent = withDelivery(three(), "c0", delivery("d0", "queued"));
    expect(withDelivery(sent, "c0", delivery("d9", "failed"))).toEqual(sent);
  });

  it("gives those that were refused another turn with the same id", () => {
    const refused = withRefusal(three(), "c0", "Something changed.");
    expect(nextOf(again(refused))).toMatchObject({ conversation: "c0", request_id: "r0", detail: "" });
  });
});
