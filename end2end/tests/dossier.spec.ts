// An offering leaves as a dossier, and comes back as another one.
import { main } from "../fixtures/journey";
import { ada, expect, test } from "../fixtures/slipway";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a dossier that was downloaded makes another offering", async ({ slipway }) => {
      const page = await slipway.as(ada);
      await page.goto("/offerings/northwind-vector/deployments");
      const download = page.waitForEvent("download");
      await page.locator("form[action$='/dossier.zip'] button").click();
      const file = await (await download).path();
      await page.goto("/offerings/new");
      await page.locator("input[name='dossier']").setInputFiles(file);
      await main(page).getByLabel("Name on this console").fill("northwind-again");
      await main(page).getByRole("button", { name: "Import", exact: true }).click();
      await expect(page).toHaveURL(/\/offerings\/northwind-again\/summary$/);
    });
  });
}
