// A broker is tested in the console: the failure says what to change, the broker is mended, and the gate opens.
import { foreignBroker } from "../fixtures/broker";
import { button, field, main, save } from "../fixtures/journey";
import { connect } from "../fixtures/own_broker";
import { ada, expect, test } from "../fixtures/slipway";
import { ended, listening, testAll, verdict } from "../fixtures/test_runs";

const NAME = "northwind-vector";
const at = (page: string) => `/offerings/${NAME}/${page}`;

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("a failed test says what to change, and a passed one opens the gate", async ({ slipway }) => {
      test.slow();
      const provider = await slipway.as(ada);
      await provider.goto(at("listing"));
      await field(provider, "listing[display_name]").fill("Vector Search");
      await save(provider, "listing[display_name]");
      const broker = await foreignBroker(provider, NAME, ["--without-extension"]);
      try {
        await connect(provider, NAME, broker, "Lite");

        await testAll(provider, NAME, /Failed/);
        const failed = main(provider).locator("#BRK-EXT-01 + tr");
        await expect(failed).toContainText("was answered 404, not 200");
        await expect(failed).toContainText("What to change");
        await failed.locator("summary").first().click();
        await expect(failed).toContainText("/platform_v1/service_instances/");
        await expect(failed).toContainText("Authorization: Basic ***");
        await provider.goto(at("review"));
        await expect(condition(provider, "Not every deployment has passed its test run")).toContainText("Missing");

        await broker.mend([]);
        await provider.goto(at("tests"));
        const heard = scripts ? await listening(provider) : undefined;
        await button(provider, /^Run again/).click();
        if (heard !== undefined) {
          const first = await heard.checksAppear();
          await expect(verdict(provider)).toContainText("Passed", { timeout: 60_000 });
          // The page was loaded as the answer to the button, and once more at the end; whatever is between was told.
          expect(first, "checks tick without a reload").toBe(true);
          expect(heard.streams, "there is one stream").toBe(1);
          expect(heard.fetches, "nobody asks unless something moved").toBeLessThanOrEqual(heard.moves);
          expect(heard.fetches).toBeGreaterThan(1);
        } else {
          await ended(provider, /Passed/);
        }
        await expect(main(provider).locator(".page__aside, aside")).toContainText("Failed → Passed");
        await provider.goto(at("review"));
        await main(provider).getByText(/^\d+ conditions are met$/).click();
        await expect(condition(provider, "A test run passed on every deployment")).toContainText("Met");
        await provider.goto(at("checklist"));
        await expect(main(provider).locator("#row-12\\.3")).toContainText("BRK-EXT-01");

        await provider.goto(at("tests"));
        await main(provider).getByText("Choose what is tested").click();
        await main(provider).getByRole("checkbox", { name: "Bindings" }).check({ force: true });
        await button(provider, /^Test what is chosen/).click();
        await expect(async () => {
          await provider.goto(at("tests"));
          await expect(main(provider)).toContainText("It left out bindings.", { timeout: 500 });
        }).toPass({ timeout: 60_000, intervals: [1_000] });
        await provider.goto(at("review"));
        await expect(condition(provider, "Not every deployment has passed its test run")).toContainText("Missing");

        await provider.goto(at("settings"));
        await provider.locator("input[name='settings[bindable]'][value='no']").check({ force: true });
        await save(provider, "settings[bindable]");
        await provider.goto(at("tests"));
        await expect(main(provider)).toContainText("It is stale: the service with its flags has changed since.");
      } finally {
        await broker.stop();
      }
    });
  });
}

function condition(page: Parameters<typeof main>[0], text: string) {
  return main(page).getByRole("listitem").filter({ hasText: text });
}
