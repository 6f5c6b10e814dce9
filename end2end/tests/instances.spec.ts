// A consumer finds a service in the catalog, creates an instance of it, reads its credentials, and removes both again.
import { create, credentials, settled } from "../fixtures/instances";
import { button, field, main } from "../fixtures/journey";
import { publish } from "../fixtures/published";
import { ada, clara, expect, finn, otto, test } from "../fixtures/slipway";

const NAME = "northwind-vector";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("an instance goes from the catalog to its credentials and to its end", async ({ slipway }) => {
      test.slow();
      await publish(await slipway.as(ada), NAME);
      const consumer = await slipway.as(clara);

      await test.step("what is typed wrong comes back beside its findings", async () => {
        await consumer.goto(`/catalog/${NAME}`);
        await main(consumer).getByRole("link", { name: "Create", exact: true }).click();
        await expect(main(consumer).getByRole("heading", { level: 1 })).toHaveText("Create Vector Search");
        await create(consumer, NAME, { "instance[name]": "search/1", "instance[parameters]": '{"replicas": ' });
        await expect(main(consumer)).toContainText("INS-NAM-03");
        await expect(main(consumer)).toContainText("INS-PRM-02");
        await expect(field(consumer, "instance[name]")).toHaveValue("search/1");
        await expect(field(consumer, "instance[parameters]")).toHaveValue('{"replicas": ');
        await expect(consumer).toHaveURL(new RegExp(`/catalog/${NAME}/create$`));
      });

      await test.step("the instance is created, and its page says how far it is", async () => {
        await field(consumer, "instance[name]").fill("search 1");
        await field(consumer, "instance[parameters]").fill('{"replicas": 3}');
        await button(consumer, "Create instance").click();
        await expect(main(consumer).getByRole("heading", { level: 1 })).toHaveText("search 1");
        await settled(consumer, /Active/);
        await expect(main(consumer).getByRole("link", { name: /^Open dashboard/ })).toHaveAttribute("rel", /noopener/);
        await consumer.getByRole("banner").getByRole("link", { name: "Instances" }).click();
        await expect(main(consumer).getByRole("row").filter({ hasText: "search 1" })).toContainText("Active");
        await main(consumer).getByRole("link", { name: "search 1" }).click();
      });

      await test.step("credentials are shown when they are asked for", async () => {
        await credentials(consumer, "shop");
        await expect(main(consumer)).not.toContainText("made-up-secret-of");
        await button(consumer, "Show shop").click();
        await expect(main(consumer)).toContainText("made-up-secret-of");
        const stranger = await slipway.as(finn);
        await stranger.goto(new URL(consumer.url()).pathname);
        await expect(main(stranger)).toContainText("There is no such");
        await main(consumer).getByRole("link", { name: "Back to the instance" }).click();
        await expect(main(consumer)).not.toContainText("made-up-secret-of");
      });

      await test.step("credentials are deleted, and the instance by its name", async () => {
        const row = main(consumer).getByRole("row").filter({ hasText: "shop" }).first();
        await row.locator("summary").click();
        await row.getByRole("button", { name: "Delete credentials" }).click();
        await settled(consumer, /Active/);
        await expect(main(consumer)).toContainText("There are none yet.");
        await main(consumer).locator("summary").filter({ hasText: "Remove" }).click();
        await field(consumer, "confirmation").fill("search 1");
        await button(consumer, "Remove this instance").click();
        await settled(consumer, /Removed/);
        await consumer.goto("/instances");
        await expect(main(consumer)).toContainText("No instances yet");
      });

      await test.step("nothing waits for the operator", async () => {
        const admin = await slipway.as(otto);
        await admin.getByRole("banner").getByRole("link", { name: "Dead letters" }).click();
        await expect(main(admin)).toContainText("Nothing waits for you");
      });
    });
  });
}
