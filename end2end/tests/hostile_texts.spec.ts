// Hostile texts in the islands (security.md T-XSS): while the page follows the keys and after it was loaded anew, nothing
// of them becomes an element, an attribute or a script, and everything is shown as it was typed.
import { field, main } from "../fixtures/journey";
import { type Page, expect, kim, test } from "../fixtures/slipway";

/** Whatever one of them makes is called `planted`, or opens a dialog. */
const PAYLOADS = [
  "<script>window.planted = 1</script>",
  "<img src=x name=planted onerror=alert(1)>",
  "<svg id=planted onload=alert(1)></svg>",
  "javascript:alert(document.domain)//planted",
  "</textarea></title><b id=planted>out</b>",
  "<template id=planted></template>{{constructor.constructor('alert(1)')()}}",
  "a\u2028<i id=planted>b</i>\u2029alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "\" autofocus onfocus=alert(1) name=planted x='",
  "[planted](javascript:alert(1)) ![planted](data:image/svg+xml,x)",
];

/** The text fields of the listing that are filled beside its name. */
const FIELDS = [
  "[provider_display_name]",
  "[description]",
  "[long_description]",
  "[terms_url]",
  "[support_url]",
  "[tags]",
  "[bullets][0][title]",
  "[bullets][0][description]",
];

/** What opens a dialog on the page from now on. */
function dialogs(page: Page): string[] {
  const heard: string[] = [];
  page.on("dialog", (dialog) => {
    heard.push(dialog.message());
    void dialog.dismiss();
  });
  return heard;
}

async function expectInert(page: Page, payload: string): Promise<void> {
  const grown = await page.evaluate(() => {
    const handlers = "[onerror], [onload], [onfocus]";
    const addresses = ["href", "src", "action"].flatMap((name) => ["javascript:", "data:"].map((scheme) => `[${name}^='${scheme}' i]`));
    const found = document.querySelectorAll(["#planted", "[name=planted]", handlers, ...addresses].join(", "));
    return [...found].map((element) => element.outerHTML).concat("planted" in window ? ["window.planted"] : []);
  });
  expect(grown, `grown from ${payload}`).toEqual([]);
}

async function expectShown(page: Page, names: string[], payload: string): Promise<void> {
  for (const name of names) {
    const texts = async () => [...new Set(await page.locator(`[data-shows=${name}]`).allTextContents())];
    await expect.poll(texts, { message: `the preview of ${name}` }).toEqual([payload]);
  }
}

test("typed into the listing", async ({ slipway }) => {
  test.slow();
  const page = await slipway.as(kim);
  const heard = dialogs(page);
  const name = field(page, "listing[display_name]");
  const bullet = page.locator("#preview-bullets li").first();
  await page.goto("/offerings/northwind-vector/listing");
  for (const payload of PAYLOADS) {
    await test.step(payload, async () => {
      await name.fill("");
      await name.pressSequentially(payload);
      // The island is alive from here on.
      await expectShown(page, ["name"], payload);
      for (const rest of FIELDS) await field(page, `listing${rest}`).fill(payload);
      await expectShown(page, ["provider", "description", "long"], payload);
      await expect.poll(() => bullet.textContent()).toBe(`${payload} ${payload}`);
      await expectInert(page, payload);
      await expect(page.locator(".save-bar__state")).toContainText(/Saved .* by you/);

      await page.reload();
      await expectShown(page, ["name", "provider", "description", "long"], payload);
      for (const kept of ["[display_name]", ...FIELDS]) await expect(field(page, `listing${kept}`)).toHaveValue(payload);
      await expectInert(page, payload);
    });
  }
  expect(heard).toEqual([]);
});

test("typed into New Resource", async ({ slipway }) => {
  test.slow();
  const page = await slipway.as(kim);
  const heard = dialogs(page);
  const name = field(page, "resource[resource_name]");
  for (const payload of PAYLOADS) {
    await test.step(payload, async () => {
      await page.goto("/offerings/new");
      await name.pressSequentially(payload);
      await expect(main(page)).toContainText("NEW-NAM");
      await expectInert(page, payload);
      await page.locator("form:has([name='resource[resource_name]']) button.cds--btn--primary").first().click();
      await expect(page).toHaveURL(/[?]resource_name=/);
      await expect(name).toHaveValue(payload);
      await expect(main(page)).toContainText("NEW-NAM");
      await expectInert(page, payload);
    });
  }
  expect(heard).toEqual([]);
});
