// A name that is taken is told while it is typed, and without scripts when it is sent; what was typed stays.
import { field, main } from "../fixtures/journey";
import { ada, expect, test } from "../fixtures/slipway";

const TAKEN = "northwind-vector";
const NAME = "resource[resource_name]";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("whether a name is free is told before anything is created", async ({ slipway }) => {
      const page = await slipway.as(ada);
      await page.goto("/offerings/new");
      const name = field(page, NAME);
      await name.fill(TAKEN);
      if (!scripts) await page.locator(`form:has([name='${NAME}']) button.cds--btn--primary`).first().click();
      await expect(main(page)).toContainText("NEW-NAM-08");
      await expect(name).toHaveValue(TAKEN);
      await name.fill(`${TAKEN}-2`);
      if (scripts) await expect(main(page)).toContainText(`${TAKEN}-2 is free.`);
      await page.locator(`form:has([name='${NAME}']) button.cds--btn--primary`).first().click();
      await expect(page).toHaveURL(new RegExp(`/offerings/${TAKEN}-2/summary$`));
    });
  });
}
