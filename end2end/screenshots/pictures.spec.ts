// Pictures, not proof: `make screenshots` walks the tour of the README, a sandbox and a metered month. Stations at 1440
// pixels go into docs/screenshots; every page in both widths and both themes goes to end2end/test-results/pages, to be
// looked at. The lists and walks are those of tests/a11y.spec.ts, which sees to it that no page is left out of them.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { metered } from "../fixtures/metered";
import { sandbox } from "../fixtures/metering";
import { EVERYBODYS, PAGES } from "../fixtures/pages";
import { members } from "../fixtures/people";
import { revision } from "../fixtures/revision";
import { walk } from "../fixtures/scene";
import { type Page, type Slipway, test } from "../fixtures/slipway";
import { threads } from "../fixtures/threads";
import { tour } from "../fixtures/tour";
import { usage } from "../fixtures/usage";

const README = join(__dirname, "../../docs/screenshots");
const PICTURES = join(__dirname, "../test-results/pages");
const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

type Look = (page: Page) => Promise<void>;

/** What exists only on the way, by the name of its pictures. */
const WALKS: Record<string, (slipway: Slipway, look: Look) => Promise<void>> = {
  metered: (slipway, look) => metered(slipway, {}, look),
  people: members,
  release: (slipway, look) => walk(slipway, {}, look),
  revision,
  threads,
};

/** One page in both widths and both themes. */
async function look(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: join(PICTURES, `${name}-${width}-${colorScheme}.png`), fullPage: true });
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
  for (const [person, paths] of Object.entries(PAGES)) {
    await lookAt(await slipway.as(person), paths, (path) => `${when}${path}-${person.split("@")[0]}`);
  }
  await lookAt(await slipway.visitor(), EVERYBODYS, (path) => `${when}${path}-everybody`);
}

/** Looks at one page after the other, and closes the browser. */
async function lookAt(page: Page, paths: string[], name: (path: string) => string): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await look(page, name(path).replaceAll(/[^a-z0-9]+/g, "-"));
  }
  await page.context().close();
}

test("the tour of the README", async ({ slipway }) => {
  test.setTimeout(900_000);
  mkdirSync(README, { recursive: true });
  if (process.env.PICTURES === "all") await lookAtAll(slipway, "before");
  await tour(slipway, async (page, name) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.screenshot({ path: join(README, `${name}.png`) });
    if (process.env.PICTURES === "all") await look(page, `tour-${name}`);
  });
  if (process.env.PICTURES === "all") await lookAtAll(slipway, "after");
});

for (const [name, way] of Object.entries(WALKS)) {
  test(`every station of ${name}`, async ({ slipway }) => {
    test.skip(process.env.PICTURES !== "all", "the README shows none of it");
    test.setTimeout(900_000);
    let station = 0;
    await way(slipway, async (page) => {
      station += 1;
      await look(page, `${name}-${String(station).padStart(2, "0")}`);
    });
  });
}

test("the sandbox of a metered plan", async ({ slipway, request }) => {
  test.setTimeout(900_000);
  await sandbox(slipway, request, take);
});

test("a month that was used", async ({ slipway, request }) => {
  test.setTimeout(900_000);
  await usage(slipway, request, take);
});
