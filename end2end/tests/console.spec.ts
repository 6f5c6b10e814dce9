// Whoever watches the console hears what it is there for. The page is watched by one of its own, so that the test may
// end well.
import { Console } from "../fixtures/console";
import { expect, test } from "../fixtures/slipway";

test("a script's error and a missing resource are heard, a refused document is not", async ({ browser, slipway }) => {
  const watcher = new Console();
  const context = await browser.newContext({ baseURL: slipway.url });
  const page = await watcher.watch(await context.newPage());
  expect((await page.goto("/nowhere"))?.status()).toBe(404);
  await page.evaluate(() => console.error("planted by a script"));
  const missed = page.waitForResponse("**/marks/planted.svg");
  await page.evaluate(() => {
    document.body.append(Object.assign(new Image(), { src: "/marks/planted.svg" }));
  });
  expect((await missed).status()).toBe(404);
  await expect
    .poll(() => watcher.complaints())
    .toEqual([expect.stringContaining("planted by a script"), expect.stringContaining("/marks/planted.svg")]);
});
