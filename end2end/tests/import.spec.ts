// A broker that was there first fills in what is empty, by the same plain form with and without scripts.
import { once } from "node:events";
import { type Server, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { expectAccessible } from "../fixtures/a11y";
import { button, field, main, save } from "../fixtures/journey";
import { type Page, ada, expect, kim, test } from "../fixtures/slipway";

const NAME = "northwind-cache";
const at = (page: string) => `/offerings/${NAME}/${page}`;

const SERVICE = {
  id: "7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10",
  name: "cache",
  description: "Keeps what is asked for often.",
  bindable: true,
  plan_updateable: false,
  tags: ["cache", "memory"],
  metadata: { displayName: "Harbour Cache", longDescription: "W".repeat(600), documentationUrl: "https://elsewhere.example" },
  plans: [{ id: "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01", name: "small", description: "One node.", free: true }],
};

/** The same with its texts in two other languages, of which the catalog has one. */
const SPOKEN = {
  ...SERVICE,
  metadata: { ...SERVICE.metadata, i18n: { de: { displayName: "Hafenspeicher" }, tlh: { displayName: "wej" } } },
};

/** Answers every request with a catalog. */
async function broker(): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ services: [SERVICE] }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const tick = (page: Page, name: string) => main(page).getByRole("checkbox", { name, exact: true });

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a definition begins with what its broker says, and nobody's save is lost", async ({ slipway }) => {
      test.slow();
      const server = await broker();
      const provider = await slipway.as(ada);
      await provider.goto("/offerings/new");
      await field(provider, "resource[resource_name]").fill(NAME);
      await provider.locator("input[name='resource[broker_ready]'][value='yes']").check({ force: true });
      await button(provider, "Create resource").click();
      await expect(provider).toHaveURL(new RegExp(`${at("deployments/brokers/new")}$`));
      await field(provider, "broker[name]").fill("harbour");
      await field(provider, "broker[url]").fill(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await field(provider, "broker[osb_version]").selectOption("2.17");
      await field(provider, "broker[username]").fill("broker");
      await field(provider, "password").fill("secret");
      await save(provider, "broker[name]");
      await button(provider, /Register broker|Check again/).first().click();
      await main(provider).getByRole("link", { name: "Take values over" }).click();
      await expect(tick(provider, "Display name")).toBeChecked();
      await expect(tick(provider, "Documentation URL")).not.toBeChecked();
      // Axe is a script of the page.
      if (scripts) await expectAccessible(provider);

      const editor = await slipway.as(kim);
      await editor.goto(at("settings"));
      await editor.locator("input[name='settings[bindable]'][value='no']").check({ force: true });
      await save(editor, "settings[bindable]");
      await button(provider, "Take over what is ticked").click();
      await expect(main(provider)).toContainText("Somebody saved in between");
      await expect(tick(provider, "Question about bindings")).toBeChecked();
      await tick(provider, "Question about bindings").uncheck({ force: true });
      await button(provider, "Take over what is ticked").click();
      await expect(main(provider)).toContainText("Taken over");
      await expect(tick(provider, "Question about bindings")).not.toBeChecked();

      await provider.goto(at("listing"));
      await expect(field(provider, "listing[display_name]")).toHaveValue("Harbour Cache");
      await provider.goto(at("settings"));
      await expect(provider.locator("input[name='settings[bindable]'][value='no']")).toBeChecked();
      await provider.goto(at("pricing"));
      await expect(main(provider)).toContainText("small");
      server.close();
    });

    test("translations of a file are shown beside its other values, and taken over with them", async ({ slipway }) => {
      const provider = await slipway.as(ada);
      await provider.goto("/offerings/new");
      await field(provider, "resource[resource_name]").fill(NAME);
      await button(provider, "Create resource").click();
      await expect(provider).toHaveURL(new RegExp(`${at("summary")}$`));
      await provider.goto(at("deployments/import"));
      const file = { name: "catalog.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(SPOKEN)) };
      await provider.locator("#catalog-file").setInputFiles(file);
      await button(provider, "Show its values").click();
      const german = main(provider).getByRole("row").filter({ hasText: "Translation: Deutsch" });
      await expect(german).toContainText("Hafenspeicher");
      await expect(tick(provider, "Translation: Deutsch")).toBeChecked();
      await expect(main(provider)).toContainText("Texts in “tlh”: the catalog does not have that language.");
      if (scripts) await expectAccessible(provider);
      await button(provider, "Take over what is ticked").click();
      await expect(main(provider)).toContainText("Taken over");

      await provider.goto(at("translations?language=de"));
      await expect(field(provider, "translation[groups][0][0][text]")).toHaveValue("Hafenspeicher");
      await expect(main(provider)).not.toContainText("The English text has changed");
      // What is here already is not offered a second time.
      await provider.goto(at("deployments/import"));
      await field(provider, "catalog").fill(JSON.stringify(SPOKEN));
      await button(provider, "Show its values").click();
      await expect(main(provider)).toContainText("Texts in “tlh”");
      await expect(german).toHaveCount(0);
    });

    test("a definition begins with a catalog that is pasted, and a slip of the pen costs nothing", async ({ slipway }) => {
      const provider = await slipway.as(ada);
      await provider.goto("/offerings/new");
      await field(provider, "resource[resource_name]").fill(NAME);
      await button(provider, "Create resource").click();
      await provider.goto(at("deployments"));
      await main(provider).getByRole("link", { name: "Take values over" }).click();
      await expect(provider).toHaveURL(new RegExp(`${at("deployments/import")}$`));
      const text = JSON.stringify(SERVICE, null, 2);
      await field(provider, "catalog").fill(`${text},`);
      await button(provider, "Show its values").click();
      await expect(main(provider)).toContainText("This is no JSON");
      await expect(field(provider, "catalog")).toHaveValue(`${text},`);

      await field(provider, "catalog").fill(text);
      await button(provider, "Show its values").click();
      await expect(tick(provider, "Display name")).toBeChecked();
      await expect(tick(provider, "Documentation URL")).not.toBeChecked();
      if (scripts) await expectAccessible(provider);
      await button(provider, "Take over what is ticked").click();
      await expect(main(provider)).toContainText("Taken over");
      await provider.goto(at("listing"));
      await expect(field(provider, "listing[display_name]")).toHaveValue("Harbour Cache");
      await provider.goto(at("pricing"));
      await expect(main(provider)).toContainText("small");
    });
  });
}
