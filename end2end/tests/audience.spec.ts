// A service that is for the operator's own accounts (§4.15): released, it is in nobody else's catalog, until the operator
// says whose account is its own.
import { button, confirm, field, main, save } from "../fixtures/journey";
import { type Page, ada, clara, expect, finn, otto, rita, test } from "../fixtures/slipway";
import { requested } from "../fixtures/tour";

const NAME = "northwind-vector";
const at = (page: string) => `/offerings/${NAME}/${page}`;
const ONLY_FOR = "settings[extras][only_for]";

/** Whether somebody finds it in the catalog, and at its address. */
async function sees(page: Page): Promise<boolean> {
  await page.goto("/catalog?q=vector");
  await expect(main(page).getByRole("heading", { level: 1 })).toHaveText("Catalog");
  const isListed = (await main(page).getByRole("link", { name: "Vector Search" }).count()) > 0;
  const answer = await page.goto(`/catalog/${NAME}`);
  expect(answer?.status()).toBe(isListed ? 200 : 404);
  return isListed;
}

test("a service for the operator's own accounts is seen by no stranger, signed in or not", async ({ slipway }) => {
  test.setTimeout(300_000);
  const [provider, admin] = [await slipway.as(ada), await slipway.as(otto)];
  const [anybody, stranger, invited] = [await slipway.visitor(), await slipway.as(finn), await slipway.as(clara)];

  await test.step("the provider says for whom it is, and it is released to them", async () => {
    await provider.goto(at("settings"));
    await field(provider, ONLY_FOR).selectOption({ label: "Only the operator’s own accounts" });
    await save(provider, ONLY_FOR);
    await expect(async () => {
      await provider.goto(at("settings"));
      await expect(field(provider, ONLY_FOR)).toHaveValue("internal", { timeout: 1000 });
    }).toPass();
    await requested(slipway);
    const reviewer = await slipway.as(rita);
    await reviewer.goto("/reviews");
    await main(reviewer).getByRole("link", { name: "Vector Search" }).first().click();
    await button(reviewer, "Approve").click();
    await expect(main(reviewer)).toContainText("Approved");
    await admin.goto(at("review"));
    await confirm(admin, "Release to everybody", async (page) => {
      await expect(main(page)).toContainText("Only the operator’s own accounts");
    });
    await expect(main(admin).getByRole("link", { name: "Release to everybody" })).toHaveCount(0);
  });

  await test.step("whoever was invited sees it, and strangers find nothing", async () => {
    expect(await sees(invited)).toBe(true);
    expect(await sees(anybody)).toBe(false);
    expect(await sees(stranger)).toBe(false);
  });

  await test.step("an account that the operator marks as its own sees it, and nobody else", async () => {
    await admin.goto("/registrations");
    await main(admin).getByRole("link", { name: "Fernway" }).click();
    await button(admin, "Mark as one of the operator’s own").click();
    await expect(button(admin, "Mark as none of the operator’s own")).toBeVisible();
    expect(await sees(stranger)).toBe(true);
    expect(await sees(anybody)).toBe(false);
    await button(admin, "Mark as none of the operator’s own").click();
    await expect(button(admin, "Mark as one of the operator’s own")).toBeVisible();
    expect(await sees(stranger)).toBe(false);
  });
});
