// A metered plan from its first metric to a customer's estimate, with and without scripts.
import { metered } from "../fixtures/metered";
import { test } from "../fixtures/slipway";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a plan charges what is used, and everybody can reckon it", async ({ slipway }) => {
      test.slow();
      await metered(slipway);
    });
  });
}
