// What a service reports is read, paid and put right by those whom it concerns, with and without scripts.
import { test } from "../fixtures/slipway";
import { usage } from "../fixtures/usage";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a metered month goes from the records to everybody's bill", async ({ slipway, request }) => {
      test.slow();
      await usage(slipway, request);
    });
  });
}
