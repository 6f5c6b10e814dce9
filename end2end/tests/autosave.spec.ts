// What is typed while the page's scripts, or a save, are still on their way is saved like everything else.
import { field, main } from "../fixtures/journey";
import { type Page, ada, expect, kim, test } from "../fixtures/slipway";

const bar = (page: Page) => page.locator(".save-bar__state");

/** Holds the scripts back until somebody calls what this gives. */
async function heldBack(page: Page): Promise<() => void> {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/*.wasm", async (route) => {
    await arrived;
    await route.continue();
  });
  return arrive;
}

test("what is typed before the island is alive is saved once it is", async ({ slipway }) => {
  const page = await slipway.as(kim);
  const arrive = await heldBack(page);
  await page.goto("/offerings/northwind-vector/listing", { waitUntil: "domcontentloaded" });
  await field(page, "listing[support_url]").fill("https://support.northwind.example/early");
  const saved = page.waitForResponse((response) => response.url().endsWith("/api/listing/save"));
  arrive();
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(field(page, "listing[support_url]")).toHaveValue("https://support.northwind.example/early");
});

test("an answer that is given before the island is alive is saved once it is", async ({ slipway }) => {
  const page = await slipway.as(kim);
  const arrive = await heldBack(page);
  await page.goto("/offerings/northwind-vector/settings", { waitUntil: "domcontentloaded" });
  const other = await page.locator("input[name='settings[bindable]']:not(:checked)").first().getAttribute("value");
  const answer = page.locator(`input[name='settings[bindable]'][value='${other}']`);
  await answer.check({ force: true });
  const saved = page.waitForResponse((response) => response.url().endsWith("/api/settings/save"));
  arrive();
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(answer).toBeChecked();
});

test("whoever goes back finds what is saved by now, and not what they had typed", async ({ slipway }) => {
  const [page, other] = [await slipway.as(kim), await slipway.as(ada)];
  const summary = "/offerings/northwind-vector/summary";
  const text = (by: Page) => field(by, "summary[description]");
  await page.goto(summary);
  await text(page).fill("As Kim tells it.");
  await expect(bar(page)).toContainText("Not saved yet");
  await expect(bar(page)).toContainText(/Saved .* by you/);
  await page.goto("/offerings/northwind-vector/listing");
  await other.goto(summary);
  await text(other).fill("As Ada tells it.");
  await expect(bar(other)).toContainText("Not saved yet");
  await expect(bar(other)).toContainText(/Saved .* by you/);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${summary}$`));
  await expect(text(page)).toHaveValue("As Ada tells it.");
});

test("what is missing is told while it is typed, and no longer once it is there", async ({ slipway }) => {
  const page = await slipway.as(kim);
  await page.goto("/offerings/northwind-vector/summary");
  const email = field(page, "summary[contact_email]");
  const found = page.locator("#summary-contact-email-findings");
  await email.fill("");
  await expect(found).toContainText("SUM-MAI-01");
  await email.fill("kim@northwind.example");
  await expect(found).toBeEmpty();
  await expect(email).not.toHaveAttribute("aria-invalid", "true");
});

test("whoever leaves after a save was turned down is asked, until another went through", async ({ slipway }) => {
  const known = await slipway.as(kim);
  // Chromium writes the refusal of a script's request to the console, so that this page is not watched.
  const page = await known.context().newPage();
  await page.route("**/api/summary/save", (route) => route.fulfill({ status: 401 }));
  await page.goto("/offerings/northwind-vector/summary");
  const support = field(page, "summary[support_contact]");
  await support.fill("Mondays to Fridays");
  await expect(bar(page)).toContainText("you are signed out");
  // Browsers ask only where somebody has pressed a key.
  await support.press("End");
  const asked = page.waitForEvent("dialog");
  void page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();

  await page.unroute("**/api/summary/save");
  await support.fill("Nine to five");
  await expect(bar(page)).toContainText(/Saved .* by you/);
  let isAsked = false;
  page.on("dialog", (dialog) => {
    isAsked = true;
    void dialog.accept();
  });
  await Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })]);
  expect(isAsked).toBe(false);
});

test("whoever leaves while a save is on its way is asked, and what was typed since is saved", async ({ slipway }) => {
  const page = await slipway.as(kim);
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let sent = () => {};
  const isSent = new Promise<void>((resolve) => (sent = resolve));
  const names: string[] = [];
  await page.route("**/api/listing/save", async (route) => {
    names.push(new URLSearchParams(route.request().postData() ?? "").get("operation") ?? "");
    sent();
    await answered;
    await route.continue();
  });
  await page.goto("/offerings/northwind-vector/listing");
  const url = field(page, "listing[support_url]");
  await url.fill("https://support.northwind.example/first");
  await isSent;
  // Browsers ask only where somebody has pressed a key.
  await url.press("End");
  await url.pressSequentially("-and-second");
  const asked = page.waitForEvent("dialog");
  void page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  const second = page.waitForResponse(async (response) => (response.request().postData() ?? "").includes("and-second"));
  answer();
  expect((await second).status()).toBe(200);
  // Both are of one form, which numbers them: one that arrives after a later one is ignored.
  const form = names[0]?.slice(0, -2);
  expect(form).toMatch(/^[0-9a-f]{32}$/);
  expect(names).toEqual([`${form}.1`, `${form}.2`]);
  await page.reload();
  await expect(url).toHaveValue("https://support.northwind.example/first-and-second");
});

test("what came too late is sent once, and what is typed after it waits with it", async ({ slipway }) => {
  const listing = "/offerings/northwind-vector/listing";
  const [known, other] = [await slipway.as(kim), await slipway.as(ada)];
  // Chromium writes the refusal of a script's request to the console, so that this page is not watched.
  const page = await known.context().newPage();
  let sent = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/listing/save")) sent += 1;
  });
  const saved = (by: typeof page) => by.waitForResponse((response) => response.url().endsWith("/api/listing/save"));
  await page.goto(listing);
  await other.goto(listing);
  const [url, theirs] = [field(page, "listing[support_url]"), field(other, "listing[support_url]")];
  const [accepted] = await Promise.all([saved(other), theirs.fill("https://northwind.example/ada")]);
  expect(accepted.status()).toBe(200);

  const [late] = await Promise.all([saved(page), url.fill("https://northwind.example/kim")]);
  expect(late.status()).toBe(409);
  const compare = main(page).getByRole("link", { name: "Compare theirs with yours" });
  await expect(compare).toBeVisible();
  await url.fill("https://northwind.example/kim-and-more");
  // Whatever waits to be sent is sent at once when the network comes back.
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  // What was sent before this has been told before its answer.
  await page.evaluate(async () => (await fetch("/livez")).status);
  expect(sent).toBe(1);
  await expect(compare).toBeVisible();

  await compare.click();
  await expect(page).toHaveURL(/\/merge\//);
  await expect(async () => {
    await page.reload();
    await expect(main(page)).toContainText("https://northwind.example/kim-and-more", { timeout: 1000 });
  }).toPass();
  const merge = new URL(page.url()).pathname;
  await page.goto(listing);
  await expect(main(page)).toContainText("You have input that was not saved");
  await expect(main(page).locator(`a[href="${merge}"]`)).toHaveCount(1);
});

test("two people on one page see each other named", async ({ slipway }) => {
  const [page, other] = [await slipway.as(kim), await slipway.as(ada)];
  const said = (by: typeof page) => by.waitForResponse((response) => response.url().endsWith("/api/presence"));
  // Two with a form that is sent as one types, and one with a form that waits for its button.
  for (const part of ["listing", "access", "translations?language=de"]) {
    await test.step(part, async () => {
      const address = `/offerings/northwind-vector/${part}`;
      const [first] = await Promise.all([said(page), page.goto(address)]);
      expect(first.status()).toBe(200);
      await other.goto(address);
      await expect(other.locator("#also-here")).toContainText("Kim Wood");
      // The first one is told when the browser speaks the next time: with the page, or after a while.
      await page.reload();
      await expect(page.locator("#also-here")).toContainText("Ada Vance");
      await expect(page.locator("#also-here")).not.toContainText("Kim Wood");
    });
  }
  await test.step("in another language nobody else is", async () => {
    const told = page.waitForResponse((response) => (response.request().postData() ?? "").endsWith("fr"));
    await page.goto("/offerings/northwind-vector/translations?language=fr");
    expect(await (await told).json()).toBe("");
    await expect(page.locator("#also-here")).toBeEmpty();
  });
});

for (const [part, address, name] of [
  ["the summary", "/offerings/northwind-vector/summary", "summary[support_contact]"],
  ["the settings", "/offerings/northwind-vector/settings", "settings[parameters]"],
  ["a translation", "/offerings/northwind-vector/translations?language=de", "translation[groups][0][0][text]"],
] as const) {
  test(`${part} saves by itself, and goes on from what others saved`, async ({ slipway }) => {
    const [page, other] = [await slipway.as(kim), await slipway.as(ada)];
    const saved = (by: typeof page) => by.waitForResponse((response) => /\/api\/(summary|settings|translation)\/save$/.test(response.url()));
    await page.goto(address);
    await other.goto(address);
    const text = name === "settings[parameters]" ? '[{"name":"region_hint","type":"string"}]' : "Mondays to Fridays";
    const [first] = await Promise.all([saved(page), field(page, name).fill(text)]);
    expect(first.status()).toBe(200);
    await expect(page.locator(".save-bar__state")).toContainText(/Saved .* by you/);
    const theirs = {
      "the summary": "summary[contact_name]",
      "the settings": "settings[extras][sla][terms]",
      "a translation": "translation[groups][0][1][text]",
    }[part];
    const [second] = await Promise.all([saved(other), field(other, theirs).fill("Nine to five")]);
    expect(second.status()).toBe(200);
    await expect(main(other)).toContainText("Others saved too");
    // Which leads to all of it: the same page, and of translations the same language.
    await main(other).getByRole("link", { name: "Others saved too" }).click();
    await expect(field(other, name)).toHaveValue(text);
    await page.reload();
    await expect(field(page, name)).toHaveValue(text);
    await expect(field(page, theirs)).toHaveValue("Nine to five");
  });
}
