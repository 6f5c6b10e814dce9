// Reporting usage, to a platform of the test's own: node --test

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'

import { Broker } from './broker.js'
import { Platform, Reporter } from './usage.js'

const HOUR = 3_600_000
const NOON = 500_000 * HOUR
const usual = { model: 'standard_add', quantity_type: 'CONSUMPTION', consumer_level: false }
const costs = [
  { ...usual, meteringUnit: 'QUERY' },
  { ...usual, meteringUnit: 'NODES', quantity_type: 'EVENT', model: 'standard_max' },
  { ...usual, meteringUnit: 'SEATS', consumer_level: true },
]
const plans = [{ id: 'p', name: 'paid', metadata: { costs } }, { id: 'q', name: 'free' }]
const catalog = { services: [{ id: 's', name: 'acme-db', plan_updateable: true, plans }] }

let directory, server, url, platform, calls, replies, tokens

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'usage-'))
  ;[calls, replies, tokens] = [[], [], 0]
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const tell = (status, told) => response.writeHead(status, { 'retry-after': '7' }).end(JSON.stringify(told))
    if (request.method === 'GET') return tell(200, { issuer: url, token_endpoint: `${url}/token` })
    if (request.url === '/token') {
      tokens += 1
      return tell(200, { access_token: 'token', expires_in: 3600 })
    }
    const records = JSON.parse(body)
    calls.push(records)
    const [status, one] = replies.shift() ?? [202, { status: 201 }]
    tell(status, { resources: records.map(() => one) })
  })
  await new Promise((started) => server.listen(0, '127.0.0.1', started))
  url = `http://127.0.0.1:${server.address().port}`
  platform = new Platform({ issuer: url, apiKey: 'slw_key', service: 'acme-db' })
  instances({ i: {} })
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(directory, { recursive: true })
})

function instances(changed) {
  const known = { planId: 'p', region: 'eu-de', enabled: true, operation: null, bindings: [['b', {}]], since: 0 }
  const kept = Object.entries(changed).map(([id, changes]) => [id, { ...known, ...changes }])
  writeFileSync(join(directory, 'state.json'), JSON.stringify({ instances: kept }))
}

/** Started anew: what it knows is in its file. */
const reporter = () =>
  new Reporter({ catalog, platform, state: join(directory, 'state.json'), kept: join(directory, 'usage.json') })

test('every measure is reported for every hour', async () => {
  for (const now of [NOON + 5, NOON + 6, NOON + HOUR]) assert.equal(await reporter().report(now), null)
  const record = { resource_instance_id: 'i', plan_id: 'p', region: 'eu-de', end: NOON }
  const [start, consumer_id] = [NOON - HOUR, 'everybody']
  assert.deepEqual(calls[0], [
    { ...record, start, measured_usage: [{ measure: 'QUERY', quantity: 1 }] },
    { ...record, start, consumer_id, measured_usage: [{ measure: 'SEATS', quantity: 1 }] },
    { ...record, start: NOON, measured_usage: [{ measure: 'NODES', quantity: { previous: 0, current: 1 } }] },
  ])
  assert.deepEqual([calls[1][0].start, calls[1][0].end], [NOON, NOON + HOUR])
  assert.deepEqual(calls[1][2].measured_usage[0].quantity, { previous: 1, current: 1 })
  assert.deepEqual([calls.length, tokens], [2, 1])
})

test('only the time in which an instance was active is reported', async () => {
  const unmade = { operation: { kind: 'provision', done: false } }
  instances({ young: { since: NOON - 10 }, later: { since: NOON + 1 }, off: { enabled: false }, unmade })
  await reporter().report(NOON)
  const starts = calls[0].map((one) => [one.resource_instance_id, one.start])
  assert.deepEqual(starts, [['young', NOON - 10], ['young', NOON - 10], ['young', NOON]])
  await reporter().report(NOON + 60, true)
  assert.ok(calls[1].some((one) => one.resource_instance_id === 'later' && one.start === NOON + 1))
})

test('what was used before a removal, a pause and another plan is reported', async (context) => {
  const state = join(directory, 'state.json')
  rmSync(state)
  const broker = new Broker({ catalog, state })
  const ids = { service_id: 's', plan_id: 'p' }
  context.mock.timers.enable({ apis: ['Date'], now: NOON - 5 })
  for (const id of ['gone', 'paused', 'moved']) broker.provision(id, { ...ids, context: { platform: 'test' } }, {})
  context.mock.timers.setTime(NOON + 10)
  broker.deprovision('gone', {}, ids)
  broker.update('moved', { ...ids, plan_id: 'q' }, {})
  for (const later of [20, 30]) {
    context.mock.timers.setTime(NOON + later)
    broker.setState('paused', { enabled: false })
  }
  context.mock.timers.reset()
  for (const now of [NOON + HOUR, NOON + 2 * HOUR]) await reporter().report(now)
  const used = calls.flat().filter((one) => one.measured_usage[0].measure === 'QUERY')
  const windows = used.map((one) => [one.resource_instance_id, one.plan_id, one.start - NOON, one.end - NOON])
  assert.deepEqual(windows, [['gone', 'p', 0, 10], ['moved', 'p', 0, 10], ['paused', 'p', 0, 20]])
})

test('what was not acknowledged is sent again as it was', async () => {
  replies = [[503, null], [202, { status: 500 }], [202, { status: 409, details: { identical: true } }]]
  const waits = []
  for (const _ of [1, 2, 3, 4]) waits.push(await reporter().report(NOON))
  assert.deepEqual(waits, [7, 60, null, null])
  assert.deepEqual(calls, [calls[0], calls[0], calls[0]])
})

test('what is refused is dropped, and an event begins where the last one ended', async () => {
  replies = [[202, { status: 400, code: 'unknown_measure' }]]
  assert.equal(await reporter().report(NOON), null)
  await reporter().report(NOON + HOUR)
  assert.deepEqual(calls[1][2].measured_usage[0].quantity, { previous: 0, current: 1 })
})

test('a call has at most a hundred records', async () => {
  instances(Object.fromEntries([...Array(70).keys()].map((number) => [`i${number}`, {}])))
  await reporter().report(NOON)
  assert.deepEqual(calls.map((call) => call.length), [100, 100, 10])
})
