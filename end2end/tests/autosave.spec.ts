// What is typed while the page's scripts are still on their way is saved like everything else.
import { field } from "../fixtures/journey";
import { expect, kim, test } from "../fixtures/slipway";

test("what is typed before the island is alive is saved once it is", async ({ slipway }) => {
  const page = await slipway.as(kim);
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/*.wasm", async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto("/offerings/northwind-vector/listing", { waitUntil: "domcontentloaded" });
  await field(page, "listing[support_url]").fill("https://support.northwind.example/early");
  const saved = page.waitForResponse((response) => response.url().endsWith("/api/listing/save"));
  arrive();
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(field(page, "listing[support_url]")).toHaveValue("https://support.northwind.example/early");
});
