// A small service whose people sign in at Slipway, on the certified npm library openid-client:
// `node party.mjs PORT ISSUER CLIENT_ID`, with the secret in PARTY_SECRET. `/` begins a sign-in, `/cb` ends it and says who came.
import { createServer } from "node:http";
import * as oidc from "openid-client";

const [port, issuer, clientId] = process.argv.slice(2);
const secret = process.env.PARTY_SECRET ?? "";
const redirectUri = `http://localhost:${port}/cb`;
const config = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.ClientSecretBasic(secret), {
  // Both are on this machine.
  execute: [oidc.allowInsecureRequests],
});

/** Attempts by their state. */
const attempts = new Map();

async function begin(asked) {
  const attempt = { verifier: oidc.randomPKCECodeVerifier(), nonce: oidc.randomNonce() };
  const state = oidc.randomState();
  attempts.set(state, attempt);
  const challenge = await oidc.calculatePKCECodeChallenge(attempt.verifier);
  return oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid profile email",
    state,
    nonce: attempt.nonce,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...Object.fromEntries(asked),
  });
}

async function end(url) {
  const state = url.searchParams.get("state");
  const attempt = attempts.get(state);
  if (attempt === undefined) throw new Error("no such attempt");
  attempts.delete(state);
  const tokens = await oidc.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: attempt.verifier,
    expectedNonce: attempt.nonce,
    expectedState: state,
    idTokenExpected: true,
  });
  const { sub } = tokens.claims();
  const info = await oidc.fetchUserInfo(config, tokens.access_token, sub);
  await oidc.tokenRevocation(config, tokens.access_token);
  const after = await oidc.fetchUserInfo(config, tokens.access_token, sub).then(
    () => "alive",
    () => "revoked",
  );
  return `Welcome, ${info.name} (${info.email}). Afterwards the token is ${after}.`;
}

createServer(async (request, response) => {
  const url = new URL(request.url, `http://localhost:${port}`);
  const say = (status, text) => {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="en"><title>Party</title><link rel="icon" href="data:,"><h1>${text}</h1></html>`);
  };
  try {
    if (url.pathname === "/") {
      response.writeHead(303, { location: (await begin(url.searchParams)).href });
      response.end();
    } else if (url.pathname === "/cb") {
      say(200, await end(url));
    } else {
      say(404, "Nothing here");
    }
  } catch (error) {
    say(400, `Not signed in: ${error.error ?? error.message}`);
  }
}).listen(Number(port), "127.0.0.1");
