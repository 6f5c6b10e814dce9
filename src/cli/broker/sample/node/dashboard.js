// The dashboard: a page for each instance, for people who signed in at the issuer. SHOW your service here.

import { randomBytes } from 'node:crypto'

import { Rejected } from './signin.js'

const ATTEMPT_SECONDS = 600
const MOST_ATTEMPTS = 1000
const [BROWSER, SESSION] = ['broker-browser', 'broker-session']
// What 32 random bytes are as base64url: nothing else of a browser is written back to it.
const OURS = /^[A-Za-z0-9_-]{43}$/
const SIGN_OUT = '<form method="post" action="/auth/sign-out"><button>Sign out</button></form>'
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/**
 * The platform tells brokers who asked for an instance: `IAM-` and the `sub` of their ID token. That person may see it.
 * Who else may is for your service to know: SAY it here.
 */
const maySee = (person, instance) => instance.madeBy === `IAM-${person}`

/** Sessions and attempts to sign in are kept in memory: a restart sends everybody to the issuer once more. */
export class Dashboard {
  #broker
  #signIn
  #secure
  #attempts = new Map()
  #sessions = new Map()

  constructor({ broker, publicUrl, signIn = null }) {
    this.#broker = broker
    this.#signIn = signIn
    this.#secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  }

  /** A status, headers and a page. */
  async answer(method, { segments, query }, cookies) {
    if (!this.#signIn) {
      return page(503, 'No sign-in', ['Set ISSUER, CLIENT_ID and CLIENT_SECRET, so that people can sign in here.'])
    }
    const [place, what, ...more] = segments
    const asked = what && more.length === 0 ? `${method} ${place}` : ''
    if (asked === 'GET dashboard') return this.#show(what, cookies)
    if (asked === 'GET auth' && what === 'callback') return this.#comeBack(query, cookies)
    if (asked === 'POST auth' && what === 'sign-out') {
      this.#sessions.delete(cookies[SESSION])
      return page(200, 'Signed out', ['You are signed out here.'], { 'set-cookie': this.#cookie(SESSION, '', 0) })
    }
    return page(404, 'No such page', ['There is nothing here.'])
  }

  #show(instanceId, cookies) {
    const session = this.#sessions.get(cookies[SESSION])
    if (!session || session.until < Date.now()) return this.#sendAway(instanceId, cookies)
    const instance = this.#broker.shown(instanceId)
    if (!instance || !maySee(session.person, instance)) {
      return page(403, 'Not for you', ['There is no such instance, or you may not see it.'], {}, SIGN_OUT)
    }
    const { name, plan, state } = instance
    return page(200, name, [`Plan: ${plan}`, `State: ${state}`, `Id: ${instanceId}`], {}, SIGN_OUT)
  }

  async #sendAway(to, cookies) {
    let begun
    try {
      begun = await this.#signIn.begin()
    } catch (error) {
      return failed(502, error)
    }
    // The answer counts only in the browser that was sent away.
    const browser = OURS.test(cookies[BROWSER]) ? cookies[BROWSER] : randomBytes(32).toString('base64url')
    this.#attempts.set(begun.attempt.state, { ...begun.attempt, browser, to, at: Date.now() })
    if (this.#attempts.size > MOST_ATTEMPTS) this.#attempts.delete(this.#attempts.keys().next().value)
    return redirect(302, begun.url, this.#cookie(BROWSER, browser, ATTEMPT_SECONDS))
  }

  async #comeBack(query, cookies) {
    const attempt = this.#attempts.get(query.state)
    this.#attempts.delete(query.state)
    const isFresh = attempt && Date.now() - attempt.at < ATTEMPT_SECONDS * 1000
    if (!isFresh || attempt.browser !== cookies[BROWSER]) {
      return failed(400, new Rejected('nobody was sent away with this state, or in another browser'))
    }
    let claims
    try {
      claims = await this.#signIn.finish(attempt, query)
    } catch (error) {
      return failed(query.error ? 403 : 400, error)
    }
    for (const [name, { until }] of this.#sessions) if (until < Date.now()) this.#sessions.delete(name)
    const session = randomBytes(32).toString('base64url')
    this.#sessions.set(session, { person: claims.sub, until: claims.exp * 1000 })
    const seconds = Math.max(claims.exp - Math.floor(Date.now() / 1000), 1)
    return redirect(303, `/dashboard/${encodeURIComponent(attempt.to)}`, this.#cookie(SESSION, session, seconds))
  }

  #cookie(name, value, seconds) {
    return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${this.#secure}`
  }
}

function page(status, title, lines, headers = {}, form = '') {
  const told = lines.map((line) => `<p>${escaped(line)}</p>`).join('')
  const head = `<!DOCTYPE html><html lang="en"><title>${escaped(title)}</title><h1>${escaped(title)}</h1>`
  return { status, headers: { ...HEADERS, ...headers }, html: `${head}${told}${form}</html>` }
}

function failed(status, error) {
  console.error('a sign-in failed:', JSON.stringify(error.message))
  return page(status, 'Not signed in', [
    'Signing in did not work. Go back to the console and open the dashboard again.',
  ])
}

const redirect = (status, location, cookie) => ({
  status,
  headers: { ...HEADERS, location, 'set-cookie': cookie },
  html: '',
})

const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
