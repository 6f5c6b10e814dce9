// Every page, light and dark, wide and narrow: axe finds nothing and nothing overflows (fixtures/a11y.ts).
import { expectAccessible, expectFits } from "../fixtures/a11y";
import { field, save } from "../fixtures/journey";
import { metered } from "../fixtures/metered";
import { sandbox } from "../fixtures/metering";
import { EVERYBODYS, OFFERING, PAGES } from "../fixtures/pages";
import { members } from "../fixtures/people";
import { revision } from "../fixtures/revision";
import { ROUTES, routeOf } from "../fixtures/routes";
import { walk } from "../fixtures/scene";
import { expect, kim, otto, test } from "../fixtures/slipway";
import { threads } from "../fixtures/threads";
import { usage } from "../fixtures/usage";

/** Pages of what has to be made first. */
const onTheWay = [
  "/catalog/:name",
  "/catalog/:name/create",
  "/instances/:name/:instance",
  "/instances/:name/:instance/credentials/:binding",
  "/instances/:name/:instance/usage",
  "/offerings/:name/pricing/:plan",
  "/offerings/:name/deployments/brokers/:broker",
  "/offerings/:name/deployments/import/:broker",
  "/offerings/:name/tests/:run",
  "/offerings/:name/merge/:parked",
  "/reviews/:submission",
  "/registrations/:account",
];
/** Pages of what somebody has used. */
const ofUsage = [
  "/instances/:name/:instance/usage",
  "/offerings/:name/pricing/:plan/what-if",
  "/offerings/:name/usage",
  "/registrations/:account/statement",
  "/statement",
];
const VERSION = "/offerings/:name/changes/:snapshot";
const PERSON = "/people/:person";
const SANDBOX = "/offerings/:name/pricing/:plan/sandbox";

test("every page of the route table is looked at", () => {
  expect(ROUTES.length, "the table is not empty").toBeGreaterThan(30);
  const listed = [...Object.values(PAGES).flat(), ...EVERYBODYS].map(routeOf);
  const looked = new Set([...listed, ...onTheWay, ...ofUsage, PERSON, SANDBOX, VERSION]);
  expect(ROUTES.filter((route) => !looked.has(route))).toEqual([]);
});

for (const [person, paths] of Object.entries(PAGES)) {
  test(`pages of ${person} are accessible and fit`, async ({ slipway }) => {
    test.slow();
    const page = await slipway.as(person);
    for (const path of paths) {
      await page.goto(path);
      await expectAccessible(page);
    }
  });
}

test("people, members and a set-up link are accessible and fit", async ({ slipway }) => {
  test.slow();
  const looked = new Set<string | undefined>();
  await members(slipway, async (page) => {
    looked.add(routeOf(page.url()));
    await expectAccessible(page);
  });
  expect([...looked]).toContain(PERSON);
});

test("what exists on the way to the public is accessible and fits", async ({ slipway }) => {
  test.setTimeout(600_000);
  const looked = new Set<string | undefined>();
  await walk(slipway, {}, async (page) => {
    looked.add(routeOf(page.url()));
    await expectAccessible(page);
  });
  expect(onTheWay.filter((route) => !looked.has(route))).toEqual([]);
});

test("a review with a thread is accessible and fits", async ({ slipway }) => {
  test.setTimeout(600_000);
  await threads(slipway, expectAccessible);
});

test("a change of what is public is accessible and fits, until it is gone back from", async ({ slipway }) => {
  test.setTimeout(600_000);
  const looked = new Set<string | undefined>();
  await revision(slipway, async (page) => {
    looked.add(routeOf(page.url()));
    await expectAccessible(page);
  });
  expect([...looked]).toContain(VERSION);
});

test("a metered plan and its estimate are accessible and fit", async ({ slipway }) => {
  test.slow();
  await metered(slipway, {}, expectAccessible);
});

test("a sandbox is accessible and fits, from the empty one to the run that is kept", async ({ slipway, request }) => {
  test.slow();
  const looked = new Set<string | undefined>();
  await sandbox(slipway, request, async (page) => {
    looked.add(routeOf(page.url()));
    await expectAccessible(page);
  });
  expect([...looked]).toEqual([SANDBOX]);
});

test("a month that was used is accessible and fits for everybody whom it concerns", async ({ slipway, request }) => {
  test.setTimeout(600_000);
  const looked = new Set<string | undefined>();
  await usage(slipway, request, async (page) => {
    looked.add(routeOf(page.url()));
    await expectAccessible(page);
  });
  expect(ofUsage.filter((route) => !looked.has(route))).toEqual([]);
});

test("the longest names without a blank stay inside their windows", async ({ slipway }) => {
  test.slow();
  const page = await slipway.as(kim);
  await page.goto(`${OFFERING}/listing`);
  const longest: [string, number][] = [["display_name", 60], ["provider_display_name", 60], ["description", 255], ["long_description", 4000]];
  for (const [name, length] of longest) await field(page, `listing[${name}]`).fill("W".repeat(length));
  await save(page, "listing[display_name]");
  for (const path of ["/offerings", `${OFFERING}/listing`, `${OFFERING}/summary`, `${OFFERING}/checklist`, `${OFFERING}/history`]) {
    await page.goto(path);
    await expectFits(page);
  }
  const admin = await slipway.as(otto);
  await admin.goto("/board");
  await expectFits(admin);
});

/** What answers where the app draws no page, or cannot. */
test.describe("plain pages of the server", () => {
  test.use({ serverEnv: { SLIPWAY__LIMITS__BODY_KIB: "4" } });

  test("faults are accessible and fit", async ({ slipway }) => {
    const page = await slipway.visitor();
    const expectFault = async (title: string) => {
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      // The look of the console: the bar on top is there, and dark.
      await expect(page.getByRole("banner")).toHaveCSS("background-color", "rgb(22, 22, 22)");
      await expectAccessible(page);
    };
    expect((await page.goto("/icons/nothing.png"))?.status()).toBe(404);
    await expectFault("There is nothing here");
    await page.goto("/login");
    await page.getByLabel("E-mail").fill(`${"a".repeat(8 * 1024)}@northwind.example`);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expectFault("That was too much at once");
    await page.goto(`data:text/html,<form method="post" action="${slipway.url}/sign-out"><button>Away</button></form>`);
    await page.getByRole("button", { name: "Away" }).click();
    await expectFault("This did not come from the console");
  });
});

test("pages for everybody are accessible and fit", async ({ slipway }) => {
  // The reference of the interface is a long page, and each is looked at four times.
  test.slow();
  const page = await slipway.visitor();
  for (const path of EVERYBODYS) {
    await page.goto(path);
    await expectAccessible(page);
  }
});
