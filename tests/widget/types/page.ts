/// <reference path="../../../widget/types/parley.d.ts" />
// A customer's page in TypeScript: what the published types take, and what they refuse. `tsc` is its test.

parley("open");
parley("identify", { id: 7, email: "v@example.com", expires: 1, signature: "ab", name: "Vera", data: { plan: "pro", seats: 3, trial: null } });
parley("identify", { jwt: "a.b.c" });
parley("identify", { name: "Vera" });
parley("set", { plan: "pro", seats: 3, staff: false, old: null });
parley("track", "added to cart", { price: 12.5 });
parley("message", "Hello");
parley("consent", true);
parley("on", "unread", (count) => count.toFixed());
parley("on", "identified", ({ verified, error }) => [verified, error?.length]);
parley("off", "ready", () => undefined);
window.parley("destroy");

// @ts-expect-error there is no such command
parley("fly");
// @ts-expect-error a signature without its end
parley("identify", { id: 7, signature: "ab" });
// @ts-expect-error no nested attributes
parley("set", { deep: { er: 1 } });
// @ts-expect-error an event needs a name
parley("track");
// @ts-expect-error there is no such event
parley("on", "message", () => undefined);
// @ts-expect-error a number is no text
parley("message", 7);
