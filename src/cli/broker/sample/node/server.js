// A complete, small service broker: Node 20 or newer, with openid-client.
//
//     BROKER_USER=broker BROKER_PASSWORD=secret node server.js
//
// This file speaks HTTP; what the platform is answered is decided in broker.js, what people see in dashboard.js. All
// settings are in the README.

import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'

import { Broker } from './broker.js'
import { Dashboard } from './dashboard.js'
import { Refused } from './refused.js'
import { SignIn } from './signin.js'

const EXTENSION = 'platform_v1'
const LARGEST_BODY = 1024 * 1024

const INSTANCE = ['v2', 'service_instances', null]
const BINDING = [...INSTANCE, 'service_bindings', null]
const STATE = [EXTENSION, 'service_instances', null]
const ROUTES = [
  ['PUT', INSTANCE, 'provision'],
  ['PATCH', INSTANCE, 'update'],
  ['GET', INSTANCE, 'fetch'],
  ['DELETE', INSTANCE, 'deprovision'],
  ['GET', [...INSTANCE, 'last_operation'], 'lastOperation'],
  ['PUT', BINDING, 'bind'],
  ['GET', BINDING, 'fetchBinding'],
  ['DELETE', BINDING, 'unbind'],
  ['GET', STATE, 'fetchState'],
  ['PUT', STATE, 'setState'],
]

/** For the platform: authentication, version, path and body; then the broker. For people: the dashboard. */
export function serve({ broker, dashboard, user, password }) {
  const expected = digest(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)

  async function dispatch(request) {
    const raw = await read(request)
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      throw new Refused(401, 'Wrong or missing credentials.')
    }
    const version = /^2\.(\d{1,4})$/.exec(request.headers['x-broker-api-version'] ?? '')
    if (!version) throw new Refused(412, 'X-Broker-API-Version has to be 2.x.')
    if (raw === null) throw new Refused(413, 'The body is too large.')
    const { segments, query } = target(request)
    if (request.method === 'GET' && segments.join('/') === 'v2/catalog') return broker.catalog(Number(version[1]))
    const fits = ([method, pattern]) =>
      method === request.method &&
      pattern.length === segments.length &&
      pattern.every((want, at) => want === null || want === segments[at])
    const route = ROUTES.find(fits)
    if (!route) throw new Refused(404, "There is no such path; this broker's API starts at /v2.")
    const [, pattern, act] = route
    const ids = segments.filter((_, at) => pattern[at] === null)
    const body = ['PUT', 'PATCH'].includes(request.method) ? object(raw) : {}
    return broker[act](...ids, body, query, causedBy(request))
  }

  async function answerPeople(request, response) {
    await read(request)
    const { status, headers, html } = await dashboard.answer(request.method, target(request), cookies(request))
    response.writeHead(status, headers).end(html)
  }

  async function answerPlatform(request, response) {
    let status, body
    try {
      ;[status, body] = await dispatch(request)
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error)
      status = error.status ?? 500
      body = error.body ?? { description: 'The broker broke. Its operator finds the reason in the log.' }
    }
    const written = JSON.stringify(body)
    const identity = request.headers['x-broker-api-request-identity']
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(written),
      ...(status === 401 && { 'www-authenticate': 'Basic realm="broker"' }),
      ...(status === 413 && { connection: 'close' }),
      ...(identity && { 'x-broker-api-request-identity': identity }),
    })
    response.end(written)
  }

  return createServer((request, response) => {
    const isForPeople = ['/dashboard/', '/auth/'].some((path) => request.url.startsWith(path))
    const answered = isForPeople ? answerPeople(request, response) : answerPlatform(request, response)
    answered.catch((error) => {
      console.error(error)
      response.writeHead(error.status ?? 500).end()
    })
  })
}

/** The path is matched first and decoded then: an id may hold an encoded slash. */
function target({ url }) {
  const [path, search] = url.split(/\?(.*)/s)
  const segments = path.replace(/^\/+|\/+$/g, '').split('/').map(decoded)
  return { segments, query: Object.fromEntries(new URLSearchParams(search)) }
}

/** Whom the platform acts for: X-Broker-API-Originating-Identity is `PLATFORM BASE64(JSON)`, or not there. */
function causedBy({ headers }) {
  const [, encoded = ''] = (headers['x-broker-api-originating-identity'] ?? '').split(' ')
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString()).iam_id ?? null
  } catch {
    return null
  }
}

const cookies = ({ headers }) =>
  Object.fromEntries((headers.cookie ?? '').split(';').map((pair) => pair.trim().split(/=(.*)/s)))

/** The body; null if it is larger than it may be. */
async function read(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= LARGEST_BODY) chunks.push(chunk)
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks).toString() : null
}

function object(raw) {
  let body = null
  try {
    body = JSON.parse(raw)
  } catch {
    // Told below.
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refused(400, 'The body is not a JSON object.')
  }
  return body
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new Refused(400, 'The path is not encoded properly.')
  }
}

const digest = (value) => createHash('sha256').update(value).digest()

function main() {
  const {
    BROKER_USER: user,
    BROKER_PASSWORD: password,
    BROKER_HOST: host = '127.0.0.1',
    BROKER_PORT: port = '5000',
    BROKER_STATE: state = 'state.json',
    BROKER_SLOW_PLANS: slowPlans = '',
    BROKER_SLOW_SECONDS: slowSeconds = '5',
    PUBLIC_URL: url = `http://localhost:${port}`,
    ISSUER: issuer,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
  } = process.env
  if (!user || !password) throw new Error('BROKER_USER and BROKER_PASSWORD are needed')
  const catalog = JSON.parse(readFileSync(new URL('catalog.json', import.meta.url), 'utf8'))
  const publicUrl = url.replace(/\/+$/, '')
  const slow = { slowPlans: slowPlans.split(',').filter(Boolean), slowSeconds: Number(slowSeconds) }
  const broker = new Broker({ catalog, state, publicUrl, ...slow })
  const client = { issuer, clientId, clientSecret, redirectUri: `${publicUrl}/auth/callback` }
  const signIn = issuer && clientId && clientSecret ? new SignIn(client) : null
  const server = serve({ broker, dashboard: new Dashboard({ broker, publicUrl, signIn }), user, password })
  server.listen(Number(port), host, () => console.log(`listening on http://${host}:${server.address().port}`))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => process.exit()))
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main()
