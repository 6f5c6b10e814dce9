// Signing in to the dashboard, with an issuer of the test's own: node --test

import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'

import { Broker } from './broker.js'
import { Dashboard } from './dashboard.js'
import { serve } from './server.js'
import { SignIn } from './signin.js'

const catalog = JSON.parse(readFileSync(new URL('catalog.json', import.meta.url), 'utf8'))
const [service] = catalog.services
const ids = { service_id: service.id, plan_id: service.plans[0].id }
const instance = 'a%2Fb%3A%3A'
const publicUrl = 'https://broker.example'
const [key, otherKey] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))

let directory, issuer, server, cookies

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

function signed(claims, { privateKey }) {
  const text = `${base64url({ alg: 'RS256', kid: '1' })}.${base64url(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
}

async function listening(listener) {
  await new Promise((started) => listener.listen(0, '127.0.0.1', started))
  return `http://127.0.0.1:${listener.address().port}`
}

async function fakeIssuer() {
  const fake = { key }
  fake.server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { url } = fake
    const answers = {
      '/keys': () => ({ keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }] }),
      '/token': () => {
        fake.redeemed = [request.headers.authorization, Object.fromEntries(new URLSearchParams(body))]
        return { access_token: 'token', token_type: 'Bearer', id_token: signed(fake.claims, fake.key) }
      },
      '/.well-known/openid-configuration': () => ({
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/keys`,
        authorization_response_iss_parameter_supported: true,
      }),
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[request.url]()))
  })
  fake.url = await listening(fake.server)
  return fake
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dashboard-'))
  issuer = await fakeIssuer()
  const broker = new Broker({ catalog, state: join(directory, 'state.json'), publicUrl })
  const client = { issuer: issuer.url, clientId: 'acme-db', clientSecret: 'a secret:' }
  const signIn = new SignIn({ ...client, redirectUri: `${publicUrl}/auth/callback` })
  const dashboard = new Dashboard({ broker, publicUrl, signIn })
  server = serve({ broker, dashboard, user: 'broker', password: 'secret' })
  await listening(server)
  cookies = {}
  const identity = Buffer.from(JSON.stringify({ iam_id: 'IAM-clara' })).toString('base64')
  const headers = {
    authorization: `Basic ${Buffer.from('broker:secret').toString('base64')}`,
    'x-broker-api-version': '2.14',
    'x-broker-api-originating-identity': `slipway ${identity}`,
  }
  const body = JSON.stringify({ ...ids, context: { platform: 'test', name: '<Orders>' } })
  const made = await ask('PUT', `/v2/service_instances/${instance}`, { headers, body })
  assert.equal(JSON.parse(made.text).dashboard_url, `${publicUrl}/dashboard/${instance}`)
})

afterEach(() => {
  for (const one of [server, issuer.server]) {
    one.closeAllConnections()
    one.close()
  }
  rmSync(directory, { recursive: true })
})

async function ask(method, path, { headers, body } = {}) {
  const cookie = Object.entries(cookies).map((pair) => pair.join('=')).join('; ')
  const url = `http://127.0.0.1:${server.address().port}${path}`
  const answer = await fetch(url, { method, headers: { cookie, ...headers }, body, redirect: 'manual' })
  for (const set of answer.headers.getSetCookie()) {
    assert.match(set, /HttpOnly; SameSite=Lax; Secure$/)
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)
    cookies[name] = value
  }
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() }
}

async function sentAway() {
  const { status, to } = await ask('GET', `/dashboard/${instance}`)
  assert.equal(status, 302)
  return Object.fromEntries(new URL(to).searchParams)
}

function comeBack({ state, nonce }, changes = {}) {
  const now = Math.floor(Date.now() / 1000)
  issuer.claims = { iss: issuer.url, sub: 'clara', aud: 'acme-db', nonce, iat: now, exp: now + 300, ...changes }
  return ask('GET', `/auth/callback?code=c&state=${state}&iss=${encodeURIComponent(issuer.url)}`)
}

test('whoever asked for the instance sees it, and nobody else does', async () => {
  const asked = await sentAway()
  assert.deepEqual([asked.scope, asked.code_challenge_method], ['openid acme-db', 'S256'])
  const { status, to } = await comeBack(asked)
  assert.deepEqual([status, to], [303, `/dashboard/${instance}`])
  const [authorization, form] = issuer.redeemed
  const pair = Buffer.from(authorization.split(' ')[1], 'base64').toString()
  const halves = pair.split(':').map((half) => decodeURIComponent(half.replaceAll('+', ' ')))
  assert.deepEqual(halves, ['acme-db', 'a secret:'])
  assert.equal(form.redirect_uri, `${publicUrl}/auth/callback`)
  const shown = await ask('GET', `/dashboard/${instance}`)
  assert.equal(shown.status, 200)
  assert.ok(shown.text.includes('&#60;Orders&#62;') && shown.text.includes('enabled'))
  assert.equal((await ask('GET', '/dashboard/unknown')).status, 403)
  assert.equal((await ask('POST', '/auth/sign-out')).status, 200)
  assert.equal((await comeBack(await sentAway(), { sub: 'finn' })).status, 303)
  assert.equal((await ask('GET', `/dashboard/${instance}`)).status, 403)
})

test('what is not believed begins no session', async () => {
  const past = Math.floor(Date.now() / 1000) - 3600
  for (const changes of [{ nonce: 'other' }, { aud: 'other' }, { iss: 'https://evil.example' }, { exp: past }]) {
    assert.equal((await comeBack(await sentAway(), changes)).status, 400, JSON.stringify(changes))
  }
  issuer.key = otherKey
  assert.equal((await comeBack(await sentAway())).status, 400)
  issuer.key = key
  assert.equal((await comeBack({ state: 'forged', nonce: 'n' })).status, 400)
  const asked = await sentAway()
  cookies = {}
  assert.equal((await comeBack(asked)).status, 400, 'another browser')
  const again = await sentAway()
  assert.deepEqual([(await comeBack(again)).status, (await comeBack(again)).status], [303, 400], 'good once')
})

test('only a name of our own is written back to a browser', async () => {
  await sentAway()
  const ours = cookies['broker-browser']
  await sentAway()
  assert.equal(cookies['broker-browser'], ours)
  for (const theirs of ['', 'short', `${ours}A`, `${ours.slice(1)}=`]) {
    cookies['broker-browser'] = theirs
    await sentAway()
    assert.match(cookies['broker-browser'], /^[A-Za-z0-9_-]{43}$/)
    assert.notEqual(cookies['broker-browser'], theirs)
  }
})

test('without a client the page says what to set', async () => {
  const dashboard = new Dashboard({ broker: null, publicUrl })
  const { status, html } = await dashboard.answer('GET', { segments: ['dashboard', 'i'], query: {} }, {})
  assert.ok(status === 503 && html.includes('CLIENT_SECRET'))
})
