// A plan that exists saves itself while it is typed, and says so: its findings and its estimate follow, the button of a
// row takes everything along, and what others saved stays.
import { field, main, pick } from "../fixtures/journey";
import { PRICE_IN_EUR, control, loaded, meterPlan, openPlan } from "../fixtures/metered_plan";
import { type Page, ada, expect, kim, test } from "../fixtures/slipway";

const SAVE = "/api/plan/save";
const said = (page: Page) => page.locator("#plan-form .save-bar__state");

test("a price saves by itself, once, and the estimate and the findings follow what is typed", async ({ slipway }) => {
  const page = await slipway.as(ada);
  await meterPlan(page);
  await page.evaluate(() => document.body.setAttribute("data-stays", "yes"));
  let sent = 0;
  page.on("request", (request) => {
    if (request.url().endsWith(SAVE)) sent += 1;
  });
  const price = control(page, PRICE_IN_EUR);
  await price.fill("0.60");
  await expect(said(page)).toContainText("Not saved yet");
  await expect(said(page)).toContainText(/Saved .* by you/);
  expect(sent, "the page has two islands, and one save").toBe(1);

  await page.locator("[name=q0]").fill("20000");
  await pick(page, "for", "DEU, EUR");
  await expect(page.locator("#estimate-total")).toContainText("EUR 12.00");
  await price.fill("cheap");
  await expect(price).toHaveAttribute("aria-invalid", "true");
  await price.fill("0.75");
  await expect(price).not.toHaveAttribute("aria-invalid", "true");
  await expect(said(page)).toContainText(/Saved .* by you/);
  await page.locator("[name=q0]").fill("10000");
  await expect(page.locator("#estimate-total")).toContainText("EUR 7.50");
  await expect(page.locator("body")).toHaveAttribute("data-stays", "yes");
  await page.reload();
  await expect(control(page, PRICE_IN_EUR)).toHaveValue("0.75");
});

test("the button of a row waits for a save on its way, and takes what was typed since along", async ({ slipway }) => {
  const page = await slipway.as(kim);
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let send = () => {};
  const isSent = new Promise<void>((resolve) => (send = resolve));
  await page.route(`**${SAVE}`, async (route) => {
    send();
    await answered;
    await route.continue();
  });
  await openPlan(page);
  const rows = page.locator("[name^='plan[bullets]']");
  const before = await rows.count();
  await field(page, "plan[description]").fill("All harbours, every day of the year.");
  await isSent;
  await field(page, "plan[display_name]").fill("Standard Plus");
  await loaded(page, async () => {
    await page.locator("button[name=intent][value='bullet:add']").click();
    answer();
  });
  await expect(rows).toHaveCount(before + 1);
  await expect(field(page, "plan[description]")).toHaveValue("All harbours, every day of the year.");
  await expect(field(page, "plan[display_name]")).toHaveValue("Standard Plus");
});

test("a plan that two edit says that others saved too, and goes on from there", async ({ slipway }) => {
  const [page, other] = [await slipway.as(kim), await slipway.as(ada)];
  for (const each of [page, other]) await openPlan(each);
  await field(other, "plan[description]").fill("As Ada tells it.");
  await expect(said(other)).toContainText("Not saved yet");
  await expect(said(other)).toContainText(/Saved .* by you/);

  const name = field(page, "plan[display_name]");
  await name.fill("Kim's");
  await expect(main(page)).toContainText("Others saved too");
  await name.fill("Kim's own");
  await expect(said(page)).toContainText("Not saved yet");
  await expect(said(page)).toContainText("Others saved too");
  await page.reload();
  await expect(name).toHaveValue("Kim's own");
  await expect(field(page, "plan[description]")).toHaveValue("As Ada tells it.");
});
