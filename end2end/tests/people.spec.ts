import { membership, sessions, tokens } from "../fixtures/people";
import { test } from "../fixtures/slipway";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a member is invited, signs in, works, and is removed", async ({ slipway }) => {
      test.slow();
      await membership(slipway);
    });

    test("sessions are told apart and ended", async ({ slipway }) => {
      await sessions(slipway);
    });

    test("an access token is made, shown once and revoked", async ({ slipway }) => {
      await tokens(slipway);
    });
  });
}
