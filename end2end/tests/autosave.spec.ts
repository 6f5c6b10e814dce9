// What is typed while the page's scripts, or a save, are still on their way is saved like everything else.
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

test("whoever leaves while a save is on its way is asked, and what was typed since is saved", async ({ slipway }) => {
  const page = await slipway.as(kim);
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let sent = () => {};
  const isSent = new Promise<void>((resolve) => (sent = resolve));
  await page.route("**/api/listing/save", async (route) => {
    sent();
    await answered;
    await route.continue();
  });
  await page.goto("/offerings/northwind-vector/listing");
  const url = field(page, "listing[support_url]");
  await url.fill("https://support.northwind.example/first");
  await isSent;
  // Browsers ask only where somebody has pressed a key.
  await url.press("End");
  await url.pressSequentially("-and-second");
  const asked = page.waitForEvent("dialog");
  void page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  const second = page.waitForResponse(async (response) => (response.request().postData() ?? "").includes("and-second"));
  answer();
  expect((await second).status()).toBe(200);
  await page.reload();
  await expect(url).toHaveValue("https://support.northwind.example/first-and-second");
});
