// A metered plan is tried and proven before anybody pays, with and without scripts.
import { proven, sandbox } from "../fixtures/metering";
import { test } from "../fixtures/slipway";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a month in the sandbox becomes evidence for a test run", async ({ slipway, request }) => {
      test.slow();
      await proven(await sandbox(slipway, request));
    });
  });
}
