import { journey, mergedSave, staleSave } from "../fixtures/journey";
import { test } from "../fixtures/slipway";

test.use({ scripts: false });

test("an offering goes from New Resource to fully visible without scripts", async ({ slipway }) => {
  test.slow();
  await journey(slipway);
});

test("edits of different fields are put together, and an earlier version is restored, without scripts", async ({ slipway }) => {
  await mergedSave(slipway);
});

test("a stale save keeps the input and shows both versions without scripts", async ({ slipway }) => {
  await staleSave(slipway);
});
