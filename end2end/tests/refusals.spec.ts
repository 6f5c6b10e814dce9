// Why a form was turned down stands where one looks, with and without scripts: in the window, without scrolling.
import { button, main } from "../fixtures/journey";
import { type Page, expect, kim, rita, test } from "../fixtures/slipway";
import { requested } from "../fixtures/tour";

async function expectNotice(page: Page): Promise<void> {
  await expect(page.locator(".form-problem").getByRole("alert")).toBeInViewport({ ratio: 1 });
}

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test.describe("beyond what a request may carry", () => {
      test.use({ serverEnv: { SLIPWAY__LIMITS__BODY_KIB: "4" } });

      test("the way back leads to the form", async ({ slipway }) => {
        const page = await slipway.visitor();
        await page.goto("/login");
        const typed = `${"a".repeat(8 * 1024)}@northwind.example`;
        await page.getByLabel("E-mail").fill(typed);
        await page.getByLabel("Password").fill("wrong");
        await page.getByRole("button", { name: "Sign in" }).click();
        await expect(page.getByRole("main")).toContainText("up to 4 KiB");
        await page.goBack();
        await expect(page.getByLabel("E-mail")).toHaveValue(typed);
      });
    });

    test("a file that is no picture", async ({ slipway }) => {
      const page = await slipway.as(kim);
      await page.goto("/offerings/northwind-vector/listing");
      const text = { name: "icon.txt", mimeType: "text/plain", buffer: Buffer.from("This is no picture.") };
      await page.locator("#icon-file").setInputFiles(text);
      await main(page).getByRole("button", { name: "Upload", exact: true }).click();
      await expectNotice(page);
    });

    test("a review that somebody has decided meanwhile", async ({ slipway }) => {
      test.slow();
      await requested(slipway);
      const [first, second] = [await slipway.as(rita), await slipway.as(rita)];
      for (const page of [first, second]) {
        await page.goto("/reviews");
        await main(page).getByRole("link", { name: "Vector Search" }).first().click();
        await expect(button(page, "Approve")).toBeVisible();
      }
      await button(first, "Approve").click();
      await expect(main(first)).toContainText("Approved");
      await button(second, "Approve").click();
      await expectNotice(second);
    });
  });
}
