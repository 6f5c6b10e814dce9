// A metered plan from its first metric to a customer's estimate, with and without scripts; and what scripts show while
// somebody types.
import { field, save } from "../fixtures/journey";
import { QUERIES, metered } from "../fixtures/metered";
import { type Page, ada, expect, test } from "../fixtures/slipway";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a plan charges what is used, and everybody can reckon it", async ({ slipway }) => {
      test.slow();
      await metered(slipway);
    });
  });
}

/** Marks the document, so that another one in its place would be seen. */
async function stays(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => document.body.setAttribute("data-stays", "yes"));
  return () => expect(page.locator("body")).toHaveAttribute("data-stays", "yes");
}

test("what is typed is reckoned and judged while it is typed", async ({ slipway }) => {
  const page = await slipway.as(ada);
  await page.goto("/offerings/northwind-vector/pricing/new?kind=metered");
  await field(page, "plan[name]").fill("flex");
  await field(page, "plan[display_name]").fill("Flex");
  for (const [name, value] of QUERIES) await field(page, `metrics[0]${name}`).fill(value);
  await field(page, "metrics[0][rating_model]").selectOption("graduated_tier");
  // A new plan is not told what is missing, only what is wrong.
  await expect(page.locator("#plan-description-findings")).toHaveText("");
  await save(page, "plan[name]");
  await expect(page.locator("#plan-description-findings")).toContainText("PRC-DSC-01");

  await test.step("a quantity changes the total", async () => {
    const same = await stays(page);
    const [quantity, total] = [page.locator("[name=q0]"), page.locator("#estimate-total")];
    await quantity.fill("20000");
    await expect(total).toContainText("USD 4.00");
    await expect(page.locator("#estimate-steps")).toContainText("10 × USD 0.40");
    await quantity.fill("30000");
    await expect(total).toContainText("USD 8.00");
    await expect(quantity).toBeFocused();
    await quantity.fill("many");
    await expect(total).toHaveText("");
    await expect(quantity).toHaveAttribute("aria-invalid", "true");
    await quantity.fill("20000");
    await expect(total).toContainText("USD 4.00");
    await expect(quantity).not.toHaveAttribute("aria-invalid", "true");
    await same();
  });

  await test.step("a bound that does not rise is told at its cell", async () => {
    await field(page, "metrics[0][bounds][0]").fill("1000");
    await page.locator("button[name=intent][value='metric:0:tier:add']").click();
    const [bound, told] = [field(page, "metrics[0][bounds][1]"), page.locator("#metrics-0-bounds-1-findings")];
    await expect(bound).toHaveValue("");
    const same = await stays(page);
    await bound.fill("900");
    await expect(told).toContainText("PRC-TIE-04");
    await expect(bound).toHaveAttribute("aria-invalid", "true");
    await expect(bound).toHaveValue("900");
    await expect(bound).toBeFocused();
    await bound.fill("");
    await expect(told).toHaveText("");
    await expect(bound).not.toHaveAttribute("aria-invalid", "true");
    await bound.fill("2500");
    await expect(told).toContainText("PRC-TIE-05");
    await expect(page.locator("#metrics-0-bounds-1-units")).toHaveText("to 2,500,000");
    await same();
  });
});
