// As for the tests, but it takes pictures.
import config from "./playwright.config";

export default { ...config, testDir: "screenshots" };
