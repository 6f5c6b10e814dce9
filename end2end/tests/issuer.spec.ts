// The console is an ordinary client: with `[oidc]` set, people sign in at another issuer, here the npm package
// oidc-provider.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child, freePort } from "../fixtures/process";
import { expect, test } from "../fixtures/slipway";

test("somebody signs in at another issuer and is known again", async ({ browser, watcher }) => {
  const binary = process.env.SLIPWAY_BIN;
  if (binary === undefined) throw new Error("SLIPWAY_BIN names the slipway executable: run `make test`");
  const [port, issuerPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const issuerUrl = `http://127.0.0.1:${issuerPort}`;
  const data = await mkdtemp(join(tmpdir(), "slipway-issuer-"));
  const env = {
    SLIPWAY__SERVER__LISTEN: `127.0.0.1:${port}`,
    SLIPWAY__SERVER__PUBLIC_URL: url,
    SLIPWAY__DATA__DIR: data,
    SLIPWAY__OUTBOUND__LAB: "true",
    SLIPWAY__OIDC__ISSUER: issuerUrl,
    SLIPWAY__OIDC__CLIENT_ID: "slipway",
    SLIPWAY__OIDC__CLIENT_SECRET: "a-secret-that-only-the-test-knows",
  };
  execFileSync(binary, ["user", "add", "olga@operator.example", "--name", "Olga Park", "--admin"], {
    env: { ...process.env, ...env },
  });
  const issuer = await Child.start(
    "node",
    [join(__dirname, "../issuer/issuer.mjs"), String(issuerPort), `${url}/login/callback`],
    {},
    `${issuerUrl}/.well-known/openid-configuration`,
  );
  const server = await Child.start(binary, ["serve"], env, `${url}/livez`);

  const signInAs = async (email: string) => {
    const context = await browser.newContext({ baseURL: url });
    const page = await watcher.watch(await context.newPage());
    await page.goto("/login");
    await expect(page).toHaveURL(new RegExp(`^${issuerUrl}/`));
    await page.locator("input[name=login]").fill(email);
    await page.locator("input[name=password]").fill("anything");
    await page.getByRole("button").first().click();
    await page.getByRole("button").first().click();
    return page;
  };

  await test.step("an invited person is linked at the first sign-in and known at the second", async () => {
    for (let round = 0; round < 2; round += 1) {
      const page = await signInAs("olga@operator.example");
      await expect(page).toHaveURL(new RegExp(`^${url}/`));
      await expect(page.getByRole("banner")).toContainText("OP");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Board");
    }
  });

  await test.step("a stranger is told that nobody here knows them", async () => {
    const page = await signInAs("stranger@elsewhere.example");
    await expect(page).toHaveURL(new RegExp(`^${url}/login/callback`));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.goto("/board");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in first");
  });

  await server.stop();
  await issuer.stop();
  await rm(data, { recursive: true, force: true });
});
