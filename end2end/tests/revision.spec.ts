import { revision } from "../fixtures/revision";
import { test } from "../fixtures/slipway";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("what is public is changed, reviewed, published and gone back from", async ({ slipway }) => {
      test.setTimeout(600_000);
      await revision(slipway);
    });
  });
}
