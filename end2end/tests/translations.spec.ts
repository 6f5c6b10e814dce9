import { field, main, save } from "../fixtures/journey";
import { expect, kim, test } from "../fixtures/slipway";

const LISTING = "/offerings/northwind-vector/listing";
const NAME = "translation[groups][0][0][text]";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a text is translated, told when its English one changes, and said to fit", async ({ slipway }) => {
      const page = await slipway.as(kim);
      await page.goto(LISTING);
      await main(page).getByRole("link", { name: "Translations" }).click();
      await main(page).getByRole("link", { name: "Translate: Deutsch" }).click();
      await field(page, NAME).fill("Vektorsuche");
      await save(page, NAME);
      await expect(main(page)).toContainText("revision 1");
      await expect(field(page, NAME)).toHaveValue("Vektorsuche");

      await page.goto(LISTING);
      await expect(main(page)).toContainText("Translated into Deutsch.");
      await field(page, "listing[display_name]").fill("Vector Finder");
      await save(page, "listing[display_name]");
      await expect(async () => {
        await page.goto("/offerings/northwind-vector/translations?language=de");
        await expect(main(page)).toContainText("The English text has changed since this was translated.", { timeout: 1000 });
      }).toPass();
      await main(page).getByRole("checkbox", { name: "It still fits the English text" }).check({ force: true });
      await save(page, NAME);
      await expect(main(page)).toContainText("revision 2");
      await expect(main(page)).not.toContainText("The English text has changed");

      if (!scripts) return;
      await page.goto(LISTING);
      await field(page, "listing[display_name]").fill("Vector Search");
      await save(page, "listing[display_name]");
      await expect(async () => {
        await page.goto("/offerings/northwind-vector/translations?language=de");
        await expect(main(page)).toContainText("The English text has changed since this was translated.", { timeout: 1000 });
      }).toPass();
      const fits = main(page).getByRole("checkbox", { name: "It still fits the English text" });
      await expect(fits).toHaveCount(1);
      await field(page, NAME).fill("Suche nach Vektoren");
      await expect(fits).toHaveCount(0);
      await expect(main(page)).not.toContainText("The English text has changed");
      await expect(main(page)).not.toContainText("It was:");
    });
  });
}
