// The icon of a highlight: chosen from a list, shown beside the form, saved, and drawn for customers.
import { field, save } from "../fixtures/journey";
import { publish } from "../fixtures/published";
import { type Page, ada, clara, expect, test } from "../fixtures/slipway";

const NAME = "northwind-vector";
const LISTING = `/offerings/${NAME}/listing`;
const ICON = "listing[bullets][0][icon]";

/** The highlight in that place has this icon, and the one after it none. */
async function expectIcon(page: Page, list: string, icon: string): Promise<void> {
  const rows = page.locator(`${list} > li`);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0).locator("use")).toHaveAttribute("href", `/icons.svg#i-${icon}`);
  await expect(rows.nth(1).locator("use")).toHaveCount(0);
}

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("the icon of a highlight is chosen, saved, and drawn on the details page", async ({ slipway }) => {
      test.slow();
      const provider = await slipway.as(ada);
      await provider.goto(LISTING);
      await expect(provider.locator("#preview-bullets use")).toHaveCount(0);
      await field(provider, ICON).selectOption("locked");
      // With scripts the preview follows the choice, without them it shows what is saved.
      if (scripts) await expectIcon(provider, "#preview-bullets", "locked");
      await save(provider, ICON);
      await expect(async () => {
        await provider.goto(LISTING);
        await expect(field(provider, ICON)).toHaveValue("locked", { timeout: 1000 });
      }).toPass();
      await expectIcon(provider, "#preview-bullets", "locked");

      await publish(provider, NAME);
      const invited = await slipway.as(clara);
      await invited.goto(`/catalog/${NAME}`);
      await expectIcon(invited, "ul.bullets", "locked");
      const sprite = await invited.request.get("/icons.svg");
      expect(await sprite.text(), "the icon is one that can be drawn").toContain('id="i-locked"');

      await provider.goto(LISTING);
      await field(provider, ICON).selectOption("");
      if (scripts) await expect(provider.locator("#preview-bullets use")).toHaveCount(0);
      await save(provider, ICON);
      await expect(async () => {
        await provider.goto(LISTING);
        await expect(field(provider, ICON)).toHaveValue("", { timeout: 1000 });
      }).toPass();
      await expect(provider.locator("#preview-bullets use")).toHaveCount(0);
      await invited.reload();
      // The listing is a draft until it is published again.
      await expectIcon(invited, "ul.bullets", "locked");
    });
  });
}
