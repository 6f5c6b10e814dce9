// A real second OpenID issuer, the npm package oidc-provider: `node issuer.mjs PORT REDIRECT_URI`.
// Its sign-in form takes any e-mail address and any password; the address becomes subject and e-mail.
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "slipway",
      client_secret: "a-secret-that-only-the-test-knows",
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["a-key-for-the-test"] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: true, name: id }),
  }),
});

// Its pages ask for a font from another host, and browsers for an icon: here there is neither, and no complaint of it.
provider.use(async (context, next) => {
  await next();
  if (context.path === "/favicon.ico") context.status = 204;
  if (typeof context.body === "string") context.body = context.body.replace(/@import url\([^)]*\);/, "");
});

provider.listen(Number(port), "127.0.0.1");
