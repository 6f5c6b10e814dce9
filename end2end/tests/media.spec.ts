// Screens and videos of a listing: uploaded, put into the list, moved, shown beside the form and removed, with and without
// scripts.
import { main } from "../fixtures/journey";
import { expect, kim, test } from "../fixtures/slipway";

const drawing = {
  name: "collection.svg",
  mimeType: "image/svg+xml",
  buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path d="M0 0h16v9z"/></svg>'),
};

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a screen is uploaded and put into the list beside a video", async ({ slipway }) => {
      const page = await slipway.as(kim);
      const press = (name: string) => main(page).getByRole("button", { name, exact: true }).click();
      await page.goto("/offerings/northwind-vector/listing");
      await page.locator("#picture-file").setInputFiles(drawing);
      await press("Upload picture");
      await press("Add uploaded picture 1 to the list");
      await expect(page.getByLabel("Address of item 1")).toHaveValue(/^\/pictures\/[\w-]{43}$/);
      await page.getByLabel("Caption of item 1").fill("The page of a collection.");

      await press("Add a picture or video");
      await page.getByLabel("Type of item 2").selectOption("youtube");
      await page.getByLabel("Address of item 2").fill("https://youtu.be/abc123");
      await page.getByLabel("Caption of item 2").fill("A tour.");
      await press("Item 2: move up");
      await expect(page.getByLabel("Caption of item 1")).toHaveValue("A tour.");
      await expect(page.getByLabel("Caption of item 2")).toHaveValue("The page of a collection.");

      const preview = page.locator(".mini__media");
      await expect(preview.getByRole("listitem")).toHaveText([/A tour\./, /The page of a collection\./]);
      const picture = preview.locator("img");
      await expect(picture).toHaveCount(1);
      const answer = await page.request.get(new URL((await picture.getAttribute("src")) ?? "", page.url()).href);
      expect(answer.headers()["content-type"]).toBe("image/png");
      expect(answer.headers()["content-security-policy"]).toContain("sandbox");

      await press("Remove item 1");
      await expect(page.getByLabel("Caption of item 1")).toHaveValue("The page of a collection.");
    });
  });
}
