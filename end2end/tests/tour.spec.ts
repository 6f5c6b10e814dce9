// A newcomer who follows the README takes the demo offering to fully visible.
import { test } from "../fixtures/slipway";
import { tour } from "../fixtures/tour";

test("the five minutes of the README lead to a public offering", async ({ slipway }) => {
  test.slow();
  await tour(slipway);
});
