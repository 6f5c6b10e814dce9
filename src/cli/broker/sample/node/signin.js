// Signing people in at the issuer of the platform: OpenID Connect, the authorization code flow with PKCE.
// It knows nothing of browsers and pages.

import * as oidc from 'openid-client'

const KEPT_MS = 600_000
const CLOCKS_APART_SECONDS = 60

/** An answer that is not to be believed, or that says no. */
export class Rejected extends Error {}

export class SignIn {
  #client
  #config = null
  #readAt = 0

  constructor(client) {
    if (!/^https:|^http:\/\/(localhost|127\.0\.0\.1):/.test(client.issuer)) {
      throw new Error('ISSUER has to begin with https://')
    }
    this.#client = client
  }

  /** Where the browser goes, and what has to be remembered until it comes back. */
  async begin() {
    const config = await this.#described()
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
    const url = oidc.buildAuthorizationUrl(config, {
      response_type: 'code',
      redirect_uri: this.#client.redirectUri,
      scope: `openid ${this.#client.clientId}`,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    return { url: url.href, attempt: { state, nonce, verifier } }
  }

  /** Trades the code for an ID token; its claims, after every check. */
  async finish({ state, nonce, verifier }, answer) {
    const url = new URL(this.#client.redirectUri)
    url.search = new URLSearchParams(answer)
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
    try {
      const tokens = await oidc.authorizationCodeGrant(await this.#described(), url, checks)
      return tokens.claims()
    } catch (error) {
      this.#config = null
      throw new Rejected(`${error.message} ${error.code ?? ''}`, { cause: error })
    }
  }

  /** What the issuer says of itself, kept for ten minutes, and asked for anew after an error. */
  async #described() {
    const { issuer, clientId, clientSecret } = this.#client
    if (!this.#config || Date.now() - this.#readAt > KEPT_MS) {
      const metadata = { id_token_signed_response_alg: 'RS256', [oidc.clockTolerance]: CLOCKS_APART_SECONDS }
      // The signature is checked although the token comes from the issuer itself.
      const execute = [oidc.enableNonRepudiationChecks]
      if (issuer.startsWith('http:')) execute.push(oidc.allowInsecureRequests)
      const authentication = oidc.ClientSecretBasic(clientSecret)
      this.#config = await oidc.discovery(new URL(issuer), clientId, metadata, authentication, { execute, timeout: 10 })
      this.#readAt = Date.now()
    }
    return this.#config
  }
}
