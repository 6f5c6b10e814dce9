import { test } from "../fixtures/slipway";
import { threads } from "../fixtures/threads";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a thread that blocks holds the approval until it is resolved", async ({ slipway }) => {
      test.slow();
      await threads(slipway);
    });
  });
}
