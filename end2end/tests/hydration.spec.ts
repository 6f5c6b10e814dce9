// Islands take over what the server has drawn, and change nothing of it. Where one finds something else than it would
// have drawn, whoever watches the console hears of it.
import { Console } from "../fixtures/console";
import { type Page, expect, kim, signIn, test } from "../fixtures/slipway";

/** Pages with the number of their islands: an editor also says who else is there. */
const PAGES: [string, number][] = [
  ["/offerings/new", 1],
  ["/offerings/northwind-vector/summary", 2],
  ["/offerings/northwind-vector/listing", 2],
  ["/offerings/northwind-vector/settings", 2],
  ["/offerings/northwind-vector/translations?language=de", 2],
  ["/offerings/northwind-vector/pricing/new", 2],
];

/** Pages whose only island says who else is there. */
const SHARED = ["access", "deployments/brokers/new"].map(
  (page): [string, number] => [`/offerings/northwind-vector/${page}`, 1],
);

/** Where an island begins. What it draws comes next, and in there what the page hands to it. */
const ISLAND = /<leptos-island [^>]*>/;
/** Where that of the form begins. */
const FORM = /<leptos-island [^>]*data-component="(?!Presence)/;
const HANDED_OVER = /<leptos-children>.*<\/leptos-children>/s;

type Mismatch = { what: string; plant: (html: string) => string; heard: RegExp };

/** Planted into a page on its way to the browser. */
const MISMATCHES: Mismatch[] = [
  { what: "a text too many", plant: (html) => html.replace(ISLAND, "$&planted"), heard: /unreachable/ },
  { what: "a comment too many", plant: (html) => html.replace(ISLAND, "$&<!--planted-->"), heard: /unreachable/ },
  { what: "an element too many", plant: (html) => html.replace(ISLAND, "$&<span></span>"), heard: /ended at <span>/ },
  { what: "an element that is missing", plant: (html) => html.replace(HANDED_OVER, ""), heard: /ended at <div>/ },
  {
    what: "another element",
    plant: (html) => html.replaceAll("leptos-children>", "section>"),
    heard: /ended at <section>/,
  },
  {
    what: "an island that the bundle does not have",
    plant: (html) => html.replace(/data-component="\w+"/, 'data-component="Planted"'),
    heard: /Could not find WASM function for the island Planted/,
  },
];

/**
 * The islands of the page, or of a document that is no page yet. Comments only hold texts apart, and the server draws an
 * empty text as a blank.
 */
function islands(page: Page, html?: string): Promise<string[]> {
  return page.evaluate((html) => {
    const drawn = html === undefined ? document : new DOMParser().parseFromString(html, "text/html");
    const found = [...drawn.querySelectorAll("leptos-island")];
    return found.map((island) => island.outerHTML.replaceAll(/<!--.*?-->/gs, "").replaceAll("> </", "></"));
  }, html);
}

/** Whether the island of the page is alive: the property is left behind by its hydration. */
function isAlive(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const handedOver = document.querySelector("leptos-children");
    return handedOver !== null && Object.hasOwn(handedOver, "$$on_hydrate");
  });
}

for (const [address, count] of [...PAGES, ...SHARED]) {
  test(`the island of ${address} comes to life and changes nothing of the page`, async ({ slipway }) => {
    const page = await slipway.as(kim);
    const html = (await (await page.goto(address))?.text()) ?? "";
    await expect.poll(() => isAlive(page)).toBe(true);
    const drawn = await islands(page, html);
    expect(drawn).toHaveLength(count);
    expect(await islands(page)).toEqual(drawn);
  });
}

for (const [address] of PAGES) {
  test(`another page than the island of ${address} would have drawn is heard`, async ({ browser, slipway }) => {
    const context = await browser.newContext({ baseURL: slipway.url });
    const first = await context.newPage();
    await signIn(first, kim);
    await first.goto(address);
    await expect.poll(() => isAlive(first)).toBe(true);
    await first.close();
    for (const { what, plant, heard } of MISMATCHES) {
      await test.step(what, async () => {
        // Watched by one of its own, so that the test may end well.
        const watcher = new Console();
        const page = await watcher.watch(await context.newPage());
        await page.route(`**${address}`, async (route) => {
          const response = await route.fetch();
          const html = await response.text();
          const at = html.search(FORM);
          const body = html.slice(0, at) + plant(html.slice(at));
          if (body === html) throw new Error(`there is no place for ${what}`);
          await route.fulfill({ response, body });
        });
        await page.goto(address);
        await expect.poll(() => watcher.complaints()).toContainEqual(expect.stringMatching(heard));
        await page.close();
      });
    }
  });
}
