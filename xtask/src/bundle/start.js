// Hydrates the islands of this page. A page without islands downloads nothing more.
// The framework waits until the browser is idle, and would wait for ever in a browser that never says so.
// It also reads what the islands take over from the server, which is nothing: see src/server/documents.rs.
for (const name of ["__RESOLVED_RESOURCES", "__SERIALIZED_ERRORS", "__INCOMPLETE_CHUNKS"]) window[name] = [];
const withoutHurry = { requestIdleCallback: (then) => (window.requestIdleCallback ?? setTimeout)(then, { timeout: 500 }) };
const hydrateIslands = ((window) => LEPTOS_ISLAND_SCRIPT)(withoutHurry);
if (document.querySelector("leptos-island")) {
  const here = new URL(".", import.meta.url).pathname;
  hydrateIslands("", here.slice(1, -1), "slipway", "slipway_bg");
}
