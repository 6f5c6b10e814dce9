// The broker's own tests: node --test

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'

import { Broker } from './broker.js'
import { Dashboard } from './dashboard.js'
import { serve } from './server.js'

const catalog = JSON.parse(readFileSync(new URL('catalog.json', import.meta.url), 'utf8'))
const [service] = catalog.services
const [plan] = service.plans
const ids = { service_id: service.id, plan_id: plan.id }
const query = `?${new URLSearchParams(ids)}`
const wanted = { ...ids, context: { platform: 'test' } }
const instance = '/v2/service_instances/a%2Fb%3A%3A'

let directory, server

async function start(slowPlans) {
  directory = mkdtempSync(join(tmpdir(), 'broker-'))
  const broker = new Broker({ catalog, state: join(directory, 'state.json'), slowPlans, slowSeconds: 0 })
  const dashboard = new Dashboard({ broker, publicUrl: 'http://localhost:5000' })
  server = serve({ broker, dashboard, user: 'broker', password: 'secret' })
  await new Promise((started) => server.listen(0, '127.0.0.1', started))
}

afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(directory, { recursive: true })
})

async function ask(method, path, body, { password = 'secret', version = '2.14' } = {}) {
  const authorization = `Basic ${Buffer.from(`broker:${password}`).toString('base64')}`
  const answer = await fetch(`http://127.0.0.1:${server.address().port}${path}`, {
    method,
    headers: { authorization, 'x-broker-api-version': version },
    body: body && JSON.stringify(body),
  })
  return [answer.status, await answer.json()]
}

const status = async (...asked) => (await ask(...asked))[0]

describe('a plan that answers at once', () => {
  beforeEach(() => start([]))

  test('nothing is answered without credentials and a version', async () => {
    for (const path of ['/v2/catalog', instance, '/nowhere']) {
      assert.equal(await status('GET', path, undefined, { password: 'wrong', version: '' }), 401)
      assert.equal(await status('GET', path, undefined, { version: '' }), 412)
    }
  })

  test('an instance lives from provision to removal', async () => {
    for (const code of [201, 200]) assert.equal(await status('PUT', instance, { ...wanted, maintenance_info: {} }), code)
    assert.equal(await status('PUT', instance, { ...wanted, parameters: { other: 1 } }), 409)
    for (const code of [200, 410]) assert.equal(await status('DELETE', instance + query), code)
  })

  test('what is incomplete or unknown is refused', async () => {
    const changes = [{ service_id: null }, { plan_id: '' }, { service_id: 'x' }, { plan_id: 'x' }, { context: {} }]
    for (const change of changes) {
      const [code, body] = await ask('PUT', instance, { ...wanted, ...change })
      assert.ok(code === 400 && body.description, JSON.stringify(change))
    }
    assert.equal(await status('PUT', instance, []), 400)
    assert.equal(await status('DELETE', instance), 400)
  })

  test('a disabled instance is not bound', { skip: !(plan.bindable ?? service.bindable) }, async () => {
    await ask('PUT', '/v2/service_instances/i', wanted)
    const binding = '/v2/service_instances/i/service_bindings/b'
    const bind = { ...ids, bind_resource: { app_guid: 'app' } }
    for (const [enabled, code] of [[false, 422], [true, 201], [true, 200]]) {
      assert.equal(await status('PUT', '/platform_v1/service_instances/i', { enabled }), 200)
      assert.equal(await status('PUT', binding, bind), code)
    }
    assert.equal(await status('PUT', binding, { ...bind, parameters: { other: 1 } }), 409)
    for (const code of [200, 410]) assert.equal(await status('DELETE', binding + query), code)
  })
})

describe('a slow plan', () => {
  beforeEach(() => start([plan.name]))

  test('the platform has to wait and learns how it ends', async () => {
    const [code, refused] = await ask('PUT', instance, wanted)
    assert.deepEqual([code, refused.error], [422, 'AsyncRequired'])
    const accepted = []
    for (const _ of [1, 2]) accepted.push(await ask('PUT', `${instance}?accepts_incomplete=true`, wanted))
    assert.equal(accepted[0][0], 202)
    assert.deepEqual(accepted[0], accepted[1])
    assert.equal((await ask('DELETE', instance + query))[1].error, 'ConcurrencyError')
    const succeeded = [200, { state: 'succeeded' }]
    const poll = `${instance}/last_operation?operation=${accepted[0][1].operation}`
    assert.deepEqual(await ask('GET', poll), succeeded)
    assert.equal((await ask('PATCH', instance, wanted))[1].error, 'AsyncRequired')
    assert.equal(await status('DELETE', `${instance}${query}&accepts_incomplete=true`), 202)
    for (const _ of [1, 2]) assert.deepEqual(await ask('GET', `${instance}/last_operation`), succeeded)
    assert.equal(await status('DELETE', instance + query), 410)
  })
})
