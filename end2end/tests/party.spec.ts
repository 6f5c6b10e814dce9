// A service signs people in at the console: a small relying party on the certified library openid-client, with the client
// that a provider makes on Access management.
import { join } from "node:path";
import { expectAccessible } from "../fixtures/a11y";
import { Child, freePort } from "../fixtures/process";
import { PASSWORD, type Page, type Slipway, expect, kim, test, vera } from "../fixtures/slipway";

const OFFERING = "northwind-vector";

/** Makes the client in the console, and starts the service that is it. */
async function open(slipway: Slipway): Promise<{ url: string; party: Child }> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const provider = await slipway.as(kim);
  await provider.goto(`/offerings/${OFFERING}/access`);
  await provider.getByLabel("Redirect URI 1", { exact: true }).fill(`${url}/cb`);
  await provider.getByRole("button", { name: "Save", exact: true }).click();
  await expect(provider.getByLabel("Redirect URI 1", { exact: true })).toHaveValue(`${url}/cb`);
  await provider.getByRole("button", { name: "Update client ID" }).click();
  await provider.getByText("Replace secret").click();
  await provider.getByRole("button", { name: "Make a new client secret" }).click();
  const secret = await provider.getByRole("textbox", { name: "Client secret" }).innerText();
  await provider.context().close();
  const script = join(__dirname, "../party/party.mjs");
  const ready = `http://127.0.0.1:${port}/ready`;
  return { url, party: await Child.start("node", [script, String(port), slipway.url, OFFERING], { PARTY_SECRET: secret }, ready) };
}

async function prove(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await page.getByLabel("E-mail").fill(vera);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("people agree once, are signed in, and take it back", async ({ slipway }) => {
      const { url, party } = await open(slipway);
      const page = await slipway.visitor();
      const welcome = page.getByRole("heading", { name: `(${vera}). Afterwards the token is revoked.` });

      await test.step("nobody is signed in, and no page may be shown", async () => {
        await page.goto(`${url}/?prompt=none`);
        await expect(page.getByRole("heading")).toHaveText("Not signed in: login_required");
      });

      await test.step("denied: the service is told, and nothing is remembered", async () => {
        await page.goto(url);
        await prove(page);
        await expect(page.getByRole("heading", { level: 1 })).toContainText("Sign in to");
        await expect(page.getByRole("main")).toContainText("Northwind Data");
        await expect(page.getByRole("main")).toContainText(url);
        if (scripts) await expectAccessible(page);
        await page.getByRole("button", { name: "Deny" }).click();
        await expect(page.getByRole("heading")).toHaveText("Not signed in: access_denied");
      });

      await test.step("allowed: signed in without the password again, at another origin", async () => {
        await page.goto(url);
        await page.getByRole("button", { name: "Allow" }).click();
        await expect(welcome).toBeVisible();
      });

      await test.step("remembered: not even a page", async () => {
        await page.goto(`${url}/?prompt=none`);
        await expect(welcome).toBeVisible();
      });

      await test.step("the password again, where the service wants it", async () => {
        await page.goto(`${url}/?prompt=login`);
        await prove(page);
        await expect(welcome).toBeVisible();
      });

      await test.step("taken back: asked again", async () => {
        await page.goto(`${slipway.url}/sessions`);
        const service = page.getByRole("row").filter({ hasText: "Northwind Data" });
        await service.getByRole("button", { name: "Take back" }).click();
        await expect(page.getByText("You have not signed in to any service")).toBeVisible();
        await page.goto(`${url}/?prompt=none`);
        await expect(page.getByRole("heading")).toHaveText("Not signed in: consent_required");
      });
      await party.stop();
    });
  });
}
