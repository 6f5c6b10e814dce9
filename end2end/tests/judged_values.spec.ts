// What a customer types is judged by the provider before it is ordered (§4.11 `validationUrl`): a refusal stands at its field
// with what was typed, and the next value is ordered.
import { settled } from "../fixtures/instances";
import { button, confirm, field, main, save } from "../fixtures/journey";
import { judge } from "../fixtures/judge";
import { connect } from "../fixtures/own_broker";
import { type Page, ada, clara, expect, test } from "../fixtures/slipway";

const NAME = "northwind-vector";
const at = (page: string) => `/offerings/${NAME}/${page}`;
const ALIAS = "parameter[alias]";

/** Fills the form for an instance that has this alias, and sends it. */
async function order(page: Page, alias: string): Promise<void> {
  await main(page).getByRole("radio", { name: "Standard" }).check({ force: true });
  await page.locator("[name='instance[location]']").selectOption("eu-de");
  await field(page, "instance[name]").fill("search 1");
  await field(page, ALIAS).fill(alias);
  await page.locator("[name='instance[terms]']").check({ force: true });
  await button(page, "Create instance").click();
}

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a value that the provider refuses is told at its field, and another one is ordered", async ({ slipway }) => {
      test.slow();
      const provider = await slipway.as(ada);
      const broker = await judge("search", "The alias is <b>taken</b>.");
      try {
        await test.step("the provider asks for a value that its own address judges", async () => {
          await provider.goto(at("listing"));
          await field(provider, "listing[display_name]").fill("Vector Search");
          await save(provider, "listing[display_name]");
          const alias = { name: "alias", displayname: "Alias", type: "text", validationUrl: broker.validationUrl };
          const definition = JSON.stringify([alias]);
          await provider.goto(at("settings"));
          await field(provider, "settings[parameters]").fill(definition);
          await save(provider, "settings[parameters]");
          await expect(async () => {
            await provider.goto(at("settings"));
            await expect(field(provider, "settings[parameters]")).toHaveValue(definition, { timeout: 1000 });
          }).toPass();
          await expect(main(provider)).toContainText("PRM-CHK-01");
          // Its definitions are complete as soon as the console knows whose address that is.
          await connect(provider, NAME, broker, "Standard", () => broker.host(provider, NAME));
          await provider.goto(at("settings"));
          await expect(main(provider)).not.toContainText("PRM-CHK-01");
          await provider.goto(at("deployments"));
          await confirm(provider, "Publish with limited visibility");
          await expect(main(provider)).toContainText("Everything is published as it is now");
        });

        const consumer = await slipway.as(clara);
        await test.step("the refusal stands at the field, with the words of the provider", async () => {
          await consumer.goto(`/catalog/${NAME}/create`);
          await order(consumer, "search");
          const control = consumer.locator(".field").filter({ has: consumer.locator(`[name='${ALIAS}']`) });
          await expect(control).toContainText("INS-VAL-06");
          await expect(control).toContainText("What it says: The alias is <b>taken</b>.");
          await expect(field(consumer, ALIAS)).toHaveAttribute("aria-invalid", "true");
          await expect(field(consumer, ALIAS)).toHaveValue("search");
          await expect(consumer).toHaveURL(new RegExp(`/catalog/${NAME}/create$`));
        });

        await test.step("another value is accepted, and the instance is made once", async () => {
          await order(consumer, "finder");
          await expect(main(consumer).getByRole("heading", { level: 1 })).toHaveText("search 1");
          await settled(consumer, /Active/);
          expect(broker.asked).toEqual([
            { parameter: "alias", value: "search" },
            { parameter: "alias", value: "finder" },
          ]);
          await consumer.goto("/instances");
          await expect(main(consumer).getByRole("row").filter({ hasText: "search 1" })).toHaveCount(1);
        });
      } finally {
        await broker.stop();
      }
    });
  });
}
