// Every page, light and dark, wide and narrow: axe finds nothing and nothing overflows.
import { expectAccessible } from "../fixtures/a11y";
import { metered } from "../fixtures/metered";
import { walk } from "../fixtures/scene";
import { type Page, ada, clara, expect, gus, otto, rita, test } from "../fixtures/slipway";

const OFFERING = "/offerings/northwind-vector";

const pages: Record<string, string[]> = {
  [ada]: [
    "/offerings",
    "/offerings/new",
    `${OFFERING}/summary`,
    `${OFFERING}/checklist`,
    `${OFFERING}/listing`,
    `${OFFERING}/settings`,
    `${OFFERING}/access`,
    `${OFFERING}/access/secrets`,
    `${OFFERING}/pricing`,
    `${OFFERING}/pricing/new`,
    `${OFFERING}/pricing/new?kind=metered`,
    `${OFFERING}/deployments`,
    `${OFFERING}/deployments?tab=catalog`,
    `${OFFERING}/deployments?tab=visibility`,
    `${OFFERING}/deployments/brokers/new`,
    `${OFFERING}/tests`,
    `${OFFERING}/review`,
    `${OFFERING}/history`,
    "/account",
    "/account?refused=MEM-ROL-01&email=kim&name=&role=#add-member",
    "/sessions",
    "/set-up-link",
    "/nowhere",
  ],
  [gus]: ["/offerings", "/offerings/new", "/account"],
  [otto]: ["/board", "/reviews", "/registrations", "/registrations?refused=NAC-KND-01", "/people", "/people?refused=PER-NAM-01"],
  [rita]: [`${OFFERING}/listing`, `${OFFERING}/pricing`],
  [clara]: ["/catalog", "/account"],
};

async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${page.url()} is wider than its window`).toBeLessThanOrEqual(0);
}

for (const [person, paths] of Object.entries(pages)) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`pages of ${person} at ${viewport.width} pixels are accessible and fit`, async ({ slipway }) => {
      test.slow();
      const page = await slipway.as(person, { viewport });
      for (const path of paths) {
        await page.goto(path);
        await expectAccessible(page);
        await expectNoOverflow(page);
      }
    });
  }
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`people, members and a set-up link at ${viewport.width} pixels are accessible and fit`, async ({ slipway }) => {
    test.slow();
    const page = await slipway.as(otto, { viewport });
    await page.goto("/people");
    await page.getByRole("main").getByRole("link", { name: "Kim Wood" }).click();
    await page.getByRole("main").locator("summary").first().click();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.getByRole("main").getByRole("link", { name: "Northwind Data" }).click();
    for (const summary of await page.locator("#members summary").all()) await summary.click();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.goto("/people");
    await page.locator("[name='person[email]']").fill("joe@operator.example");
    await page.locator("[name='person[name]']").fill("Joe Reed");
    await page.getByRole("button", { name: "Add person" }).click();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  test(`what exists on the way to the public is accessible and fits at ${viewport.width} pixels`, async ({ slipway }) => {
    test.slow();
    await walk(slipway, { viewport }, async (page) => {
      await expectAccessible(page);
      await expectNoOverflow(page);
    });
  });
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`a metered plan and its estimate are accessible and fit at ${viewport.width} pixels`, async ({ slipway }) => {
    test.slow();
    await metered(slipway, { viewport }, async (page) => {
      await expectAccessible(page);
      await expectNoOverflow(page);
    });
  });
}

test("pages for everybody are accessible and fit", async ({ slipway }) => {
  const page = await slipway.visitor();
  for (const path of ["/login", "/catalog", "/rules", "/catalog/nothing"]) {
    await page.goto(path);
    await expectAccessible(page);
    await expectNoOverflow(page);
  }
});
