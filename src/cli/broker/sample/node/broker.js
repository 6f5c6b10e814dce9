// What the broker knows and what it refuses. Where it says MAKE, CHANGE, BLOCK and REMOVE, your service comes in.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'

import { check, told } from './offering.js'
import { Refused, members, text } from './refused.js'

const REMEMBERED_REMOVALS = 1000
// As long as the platform takes a record of it.
const REMEMBERED_ENDS_MS = 48 * 3_600_000
const STATES = { provision: 'being made', update: 'being changed', deprovision: 'being removed' }

/**
 * What the broker knows: the catalog, and instances with their bindings, kept in one file. Instances of slow plans are
 * made, changed and removed in operations that the platform polls.
 *
 * Every call answers with a status and a body, or throws `Refused`.
 */
export class Broker {
  #catalog
  #state
  #slowPlans
  #slowSeconds
  #publicUrl
  #instances
  #removed
  #ended

  constructor({ catalog, state, slowPlans = [], slowSeconds = 5, publicUrl = 'http://localhost:5000' }) {
    this.#catalog = catalog
    this.#state = state
    this.#slowPlans = new Set(slowPlans)
    this.#slowSeconds = slowSeconds
    this.#publicUrl = publicUrl
    const kept = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : { instances: [], removed: [] }
    const revived = ([id, known]) => [id, { ...known, bindings: new Map(known.bindings) }]
    this.#instances = new Map(kept.instances.map(revived))
    this.#removed = kept.removed
    this.#ended = kept.ended ?? []
  }

  catalog(minor) {
    return [200, told(this.#catalog, minor)]
  }

  // Instances

  provision(instanceId, body, query, madeBy = null) {
    const serviceId = text(body, 'service_id')
    const planId = text(body, 'plan_id')
    const owner = [body.organization_guid ?? null, body.space_guid ?? null]
    const context = members(body, 'context')
    if (!owner.every(Boolean) && !context.platform) {
      throw new Refused(400, 'Either context.platform or organization_guid and space_guid are needed.')
    }
    const { service, plan } = this.#plan(serviceId, planId)
    const parameters = members(body, 'parameters')
    check(service, plan, parameters, body)
    const wanted = { serviceId, planId, parameters, owner }
    const answer = { dashboard_url: this.#dashboardUrl(instanceId) }
    const known = this.#instances.get(instanceId)
    if (known) {
      if (Object.entries(wanted).some(([name, value]) => !isDeepStrictEqual(known[name], value))) {
        throw new Refused(409, 'An instance with this id and other attributes exists.')
      }
      const operation = running(known)
      if (!operation) return [200, answer]
      if (operation.kind !== 'provision') throw busy()
      return [202, { ...answer, operation: operation.kind }]
    }
    const operation = this.#begin('provision', plan, query)
    // MAKE the instance here, or begin to if there is an operation.
    const about = { name: context.name ?? null, region: region(context), madeBy, since: Date.now() }
    this.#instances.set(instanceId, { ...wanted, ...about, enabled: true, bindings: new Map(), operation })
    this.#save()
    return operation ? [202, { ...answer, operation: operation.kind }] : [201, answer]
  }

  update(instanceId, body, query) {
    const serviceId = text(body, 'service_id')
    const known = this.#idleInstance(instanceId)
    if (serviceId !== known.serviceId) throw new Refused(400, 'The instance belongs to another service.')
    for (const name of ['context', 'previous_values']) members(body, name)
    const planId = body.plan_id || known.planId
    const { service, plan } = this.#plan(serviceId, planId)
    if (planId !== known.planId && !(plan.plan_updateable ?? service.plan_updateable)) {
      throw new Refused(422, 'The plan of this service cannot be changed.')
    }
    const parameters = { ...known.parameters, ...members(body, 'parameters') }
    check(service, plan, parameters, body)
    const operation = this.#begin('update', plan, query)
    known.name = members(body, 'context').name || known.name
    if (planId === known.planId && isDeepStrictEqual(parameters, known.parameters)) {
      this.#save()
      return [200, {}]
    }
    // CHANGE the instance here, or begin to if there is an operation.
    if (planId !== known.planId) {
      this.#end(instanceId, known)
      known.since = Date.now()
    }
    Object.assign(known, { planId, parameters, operation })
    this.#save()
    return operation ? [202, { operation: operation.kind }] : [200, {}]
  }

  fetch(instanceId) {
    const known = this.#instance(instanceId)
    const operation = running(known)
    if (operation?.kind === 'provision') throw new Refused(404, 'The instance is being made.')
    if (operation) throw busy()
    const { serviceId, planId, parameters } = known
    const dashboard_url = this.#dashboardUrl(instanceId)
    return [200, { service_id: serviceId, plan_id: planId, parameters, dashboard_url }]
  }

  deprovision(instanceId, body, query) {
    const [serviceId, planId] = [text(query, 'service_id'), text(query, 'plan_id')]
    const known = this.#instance(instanceId, 410)
    mustBelong(known, serviceId, planId)
    const current = running(known)
    if (current && current.kind !== 'deprovision') throw busy()
    if (current) return [202, { operation: current.kind }]
    const operation = this.#begin('deprovision', this.#plan(serviceId, planId).plan, query)
    // REMOVE the instance and its data here, or begin to if there is an operation.
    this.#end(instanceId, known)
    if (operation) known.operation = operation
    else this.#instances.delete(instanceId)
    this.#save()
    return operation ? [202, { operation: operation.kind }] : [200, {}]
  }

  lastOperation(instanceId, body, query) {
    if (!this.#instances.has(instanceId) && this.#removed.includes(instanceId)) return [200, { state: 'succeeded' }]
    const known = this.#instance(instanceId)
    const { operation } = known
    if (query.operation && query.operation !== operation?.kind) throw new Refused(400, 'There is no such operation.')
    if (running(known)) {
      // Your service knows whether it is done, and says `failed` with a description when it cannot be.
      if (Date.now() < operation.ends) return [200, { state: 'in progress' }]
      operation.done = true
      if (operation.kind === 'deprovision') {
        this.#instances.delete(instanceId)
        this.#removed = [...this.#removed, instanceId].slice(-REMEMBERED_REMOVALS)
      }
      this.#save()
    }
    return [200, { state: 'succeeded' }]
  }

  // Bindings

  bind(instanceId, bindingId, body) {
    const [serviceId, planId] = [text(body, 'service_id'), text(body, 'plan_id')]
    const { service, plan } = this.#plan(serviceId, planId)
    const known = this.#idleInstance(instanceId)
    const bound = known.bindings.get(bindingId)
    const conflict = new Refused(409, 'A binding with this id and other attributes exists.')
    if (bound && !belongs(known, serviceId, planId)) throw conflict
    mustBelong(known, serviceId, planId)
    if (!(plan.bindable ?? service.bindable)) throw new Refused(400, 'Instances of this plan cannot be bound.')
    if (!known.enabled) {
      throw new Refused(422, 'The instance is disabled; it can be bound when it is enabled again.')
    }
    const resource = members(body, 'bind_resource')
    const keys = service.metadata?.serviceKeysSupported
    if (keys === false && !(resource.app_guid || body.app_guid)) {
      throw new Refused(422, 'Only applications can be bound.', 'RequiresApp')
    }
    const wanted = { resource, parameters: members(body, 'parameters') }
    if (bound) {
      if (isDeepStrictEqual(bound.wanted, wanted)) return [200, { credentials: bound.credentials }]
      throw conflict
    }
    // MAKE credentials of this binding's own here.
    const credentials = { uri: 'https://service.example', token: randomBytes(24).toString('base64url') }
    known.bindings.set(bindingId, { wanted, credentials })
    this.#save()
    return [201, { credentials }]
  }

  fetchBinding(instanceId, bindingId) {
    const bound = this.#instance(instanceId).bindings.get(bindingId)
    if (!bound) throw new Refused(404, 'There is no such binding.')
    const { credentials, wanted: { parameters } } = bound
    return [200, Object.keys(parameters).length > 0 ? { credentials, parameters } : { credentials }]
  }

  unbind(instanceId, bindingId, body, query) {
    const [serviceId, planId] = [text(query, 'service_id'), text(query, 'plan_id')]
    const known = this.#idleInstance(instanceId, 410)
    mustBelong(known, serviceId, planId)
    // REMOVE the credentials of this binding here, and no others.
    if (!known.bindings.delete(bindingId)) throw new Refused(410, 'There is no such binding.')
    this.#save()
    return [200, {}]
  }

  // Enable and disable

  fetchState(instanceId) {
    return [200, { enabled: this.#instance(instanceId).enabled }]
  }

  setState(instanceId, { enabled }) {
    if (typeof enabled !== 'boolean') throw new Refused(400, 'enabled is missing.')
    // BLOCK every access while the instance is disabled; keep its data.
    const known = this.#instance(instanceId)
    if (enabled && !known.enabled) known.since = Date.now()
    else if (!enabled) this.#end(instanceId, known)
    known.enabled = enabled
    this.#save()
    return [200, { enabled }]
  }

  // Usage

  /** Told to whoever reports usage: until now the instance was active as it is. */
  #end(instanceId, known) {
    const until = Date.now()
    this.#ended = this.#ended.filter((one) => one.until > until - REMEMBERED_ENDS_MS)
    const { planId, region, since, enabled, bindings } = known
    if (!enabled || (running(known)?.kind ?? 'update') !== 'update') return
    this.#ended.push({ id: instanceId, planId, region, since, until, bindings: [...bindings.keys()] })
  }

  // The dashboard

  /** What the dashboard tells of an instance; null if there is none. */
  shown(instanceId) {
    const known = this.#instances.get(instanceId)
    if (!known) return null
    const { plan } = this.#plan(known.serviceId, known.planId)
    const state = STATES[running(known)?.kind] ?? (known.enabled ? 'enabled' : 'disabled')
    return { name: known.name || instanceId, plan: plan.name, state, madeBy: known.madeBy }
  }

  #dashboardUrl(instanceId) {
    return `${this.#publicUrl}/dashboard/${encodeURIComponent(instanceId)}`
  }

  #plan(serviceId, planId) {
    const service = this.#catalog.services.find(({ id }) => id === serviceId)
    if (!service) throw new Refused(400, "The service_id is not in this broker's catalog.")
    const plan = service.plans.find(({ id }) => id === planId)
    if (!plan) throw new Refused(400, "The plan_id is not in this broker's catalog.")
    return { service, plan }
  }

  #instance(instanceId, status = 404) {
    const known = this.#instances.get(instanceId)
    if (!known) throw new Refused(status, 'There is no such instance.')
    return known
  }

  #idleInstance(instanceId, status) {
    const known = this.#instance(instanceId, status)
    if (running(known)) throw busy()
    return known
  }

  /** The operation in which a slow plan's work is done, called by its kind; null for the other plans. */
  #begin(kind, plan, query) {
    if (!this.#slowPlans.has(plan.name)) return null
    if (query.accepts_incomplete !== 'true') {
      throw new Refused(422, 'This plan needs a platform that waits for it.', 'AsyncRequired')
    }
    return { kind, ends: Date.now() + this.#slowSeconds * 1000, done: false }
  }

  #save() {
    const known = { instances: [...this.#instances], removed: this.#removed, ended: this.#ended }
    const written = JSON.stringify(known, (_, value) => (value instanceof Map ? [...value] : value))
    writeFileSync(`${this.#state}.new`, written)
    renameSync(`${this.#state}.new`, this.#state)
  }
}

const belongs = (known, serviceId, planId) => known.serviceId === serviceId && known.planId === planId

function mustBelong(known, serviceId, planId) {
  if (!belongs(known, serviceId, planId)) {
    throw new Refused(400, 'The instance belongs to another service or plan.')
  }
}

const running = ({ operation }) => (operation && !operation.done ? operation : null)

const busy = () => new Refused(422, 'Another operation on this instance is in progress.', 'ConcurrencyError')

/** Where the platform puts the instance: the sixth part of its CRN. */
function region({ crn }) {
  const parts = String(crn ?? '').split(':')
  return parts.length === 10 ? parts[5] : null
}
