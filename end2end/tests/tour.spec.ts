// A newcomer who follows the README takes the demo offering to fully visible, with and without scripts.
import { test } from "../fixtures/slipway";
import { tour } from "../fixtures/tour";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("the five minutes of the README lead to a public offering", async ({ slipway }) => {
      test.slow();
      await tour(slipway);
    });
  });
}
