// A request that is rejected: it says by which rule, is not asked for again as it is, and waits again once it has changed.
import { button, field, main, save } from "../fixtures/journey";
import { ada, expect, rita, test } from "../fixtures/slipway";
import { requested } from "../fixtures/tour";

const at = (page: string) => `/offerings/northwind-vector/${page}`;

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ scripts });

    test("what was rejected is asked for again once it has changed", async ({ slipway }) => {
      test.slow();
      await requested(slipway);
      const [reviewer, provider] = [await slipway.as(rita), await slipway.as(ada)];

      await test.step("the reviewer rejects the request, with the rule and the reason", async () => {
        await reviewer.goto("/reviews");
        await main(reviewer).getByRole("link", { name: "Vector Search" }).first().click();
        await field(reviewer, "reason").fill("Name somebody who answers.");
        await main(reviewer).locator("details.confirm summary").filter({ hasText: "Reject" }).click();
        await reviewer.locator("select[name='about[rule]']").selectOption("SUM-CON-01");
        await button(reviewer, "Reject the request").click();
        await expect(main(reviewer)).toContainText("Rejected");
      });

      await test.step("the provider reads why, and is refused with the same content", async () => {
        await provider.goto(at("review"));
        await expect(main(provider)).toContainText("Name somebody who answers.");
        await button(provider, "Request review").click();
        await expect(provider.locator("body")).toContainText("A reviewer rejected this, and nothing has changed since");
      });

      await test.step("what has changed waits for a decision again", async () => {
        await provider.goto(at("summary"));
        await field(provider, "summary[contact_name]").fill("Ada Vance-Lovelace");
        await save(provider, "summary[contact_name]");
        await provider.goto(at("review"));
        await button(provider, "Request review").click();
        await expect(main(provider)).toContainText("Waits for a decision");
      });
    });
  });
}
