// Pictures, not proof: `make screenshots` walks the tour of the README, a sandbox and a metered month. Stations at 1440
// pixels go into docs/screenshots; everything in both widths and both themes goes to end2end/test-results/pages, to be
// looked at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { metered } from "../fixtures/metered";
import { sandbox } from "../fixtures/metering";
import { type Page, type Slipway, ada, bea, clara, gus, otto, rita, test } from "../fixtures/slipway";
import { tour } from "../fixtures/tour";
import { usage } from "../fixtures/usage";

const README = join(__dirname, "../../docs/screenshots");
const PAGES = join(__dirname, "../test-results/pages");
const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

const OFFERING = "/offerings/northwind-vector";
const everything: Record<string, string[]> = {
  [ada]: [
    "/offerings",
    "/offerings/new",
    ...["summary", "checklist", "listing", "settings", "access", "pricing", "pricing/new", "review", "history"].map(
      (page) => `${OFFERING}/${page}`,
    ),
    `${OFFERING}/deployments`,
    `${OFFERING}/deployments?tab=catalog`,
    `${OFFERING}/deployments?tab=visibility`,
    `${OFFERING}/deployments/brokers/new`,
    `${OFFERING}/deployments/import`,
    "/account",
    "/sessions",
    "/tokens",
    "/rules",
    "/nowhere",
  ],
  [gus]: ["/offerings", "/offerings/new", "/account"],
  [otto]: ["/board", "/reviews", "/registrations", "/people"],
  [rita]: ["/reviews", `${OFFERING}/review`],
  [bea]: [`${OFFERING}/pricing`],
  [clara]: ["/catalog", "/catalog/northwind-vector", "/account"],
};

/** One page in both widths and both themes. */
async function look(page: Page, name: string): Promise<void> {
  mkdirSync(PAGES, { recursive: true });
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: join(PAGES, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize(WIDTHS.wide);
  await page.emulateMedia({ colorScheme: "light" });
}

/** The two pictures of metering, and every other state of it if all are wanted. */
async function take(page: Page, name: string): Promise<void> {
  if (name === "sandbox" || name === "statement") {
    mkdirSync(README, { recursive: true });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.screenshot({ path: join(README, `${name}.png`) });
  }
  if (process.env.PICTURES === "all") await look(page, name);
}

async function lookAtAll(slipway: Slipway, when: string): Promise<void> {
  for (const [person, paths] of Object.entries(everything)) {
    const page = await slipway.as(person);
    for (const path of paths) {
      await page.goto(path);
      await look(page, `${when}${path.replaceAll(/[^a-z0-9]+/g, "-")}-${person.split("@")[0]}`);
    }
    await page.context().close();
  }
}

test("the tour of the README", async ({ slipway }) => {
  test.setTimeout(900_000);
  mkdirSync(README, { recursive: true });
  const visitor = await slipway.visitor();
  await visitor.goto("/login");
  await look(visitor, "sign-in");
  if (process.env.PICTURES === "all") await lookAtAll(slipway, "before");
  await tour(slipway, async (page, name) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.screenshot({ path: join(README, `${name}.png`) });
    if (process.env.PICTURES === "all") await look(page, `tour-${name}`);
  });
  if (process.env.PICTURES === "all") await lookAtAll(slipway, "after");
});

test("a metered plan and its estimate", async ({ slipway }) => {
  test.skip(process.env.PICTURES !== "all", "the README shows none of it");
  test.setTimeout(900_000);
  let station = 0;
  await metered(slipway, {}, async (page) => {
    station += 1;
    await look(page, `metered-${String(station).padStart(2, "0")}`);
  });
});

test("the sandbox of a metered plan", async ({ slipway, request }) => {
  test.setTimeout(900_000);
  await sandbox(slipway, request, take);
});

test("a month that was used", async ({ slipway, request }) => {
  test.setTimeout(900_000);
  await usage(slipway, request, take);
});
