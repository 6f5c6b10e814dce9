import { journey, staleSave } from "../fixtures/journey";
import { test } from "../fixtures/slipway";

test("an offering goes from New Resource to fully visible", async ({ slipway }) => {
  test.slow();
  await journey(slipway);
});

test("a stale save keeps the input and shows both versions", async ({ slipway }) => {
  await staleSave(slipway);
});
