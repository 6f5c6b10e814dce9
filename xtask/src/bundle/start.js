// Hydrates the islands of this page. A page without islands downloads nothing more.
const hydrateIslands = LEPTOS_ISLAND_SCRIPT;
if (document.querySelector("leptos-island")) {
  const here = new URL(".", import.meta.url).pathname;
  hydrateIslands("", here.slice(1, -1), "slipway", "slipway_bg");
}
