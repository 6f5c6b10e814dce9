// What the broker knows and what it refuses. Where it says MAKE, CHANGE, BLOCK and REMOVE, your service comes in.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'

const REMEMBERED_REMOVALS = 1000
// The catalog's members in the contract, with the 2.x that brought them. What the platform adds to its export is not told.
const since = (minor, names) => names.split(' ').map((name) => [name, minor])
const SERVICE = new Map([
  ...since(0, 'id name description tags requires bindable metadata dashboard_client plan_updateable plans'),
  ...since(14, 'instances_retrievable bindings_retrievable'),
  ...since(15, 'allow_context_updates'),
])
const PLAN = new Map([
  ...since(0, 'id name description metadata free bindable'),
  ...since(13, 'schemas'),
  ...since(15, 'plan_updateable maximum_polling_duration maintenance_info'),
  ...since(17, 'binding_rotatable'),
])

/** An error answer. The description is shown to the customer. */
export class Refused extends Error {
  constructor(status, description, error) {
    super(description)
    this.status = status
    this.body = error ? { error, description } : { description }
  }
}

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
  #instances
  #removed

  constructor({ catalog, state, slowPlans = [], slowSeconds = 5 }) {
    this.#catalog = catalog
    this.#state = state
    this.#slowPlans = new Set(slowPlans)
    this.#slowSeconds = slowSeconds
    const kept = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : { instances: [], removed: [] }
    const revived = ([id, known]) => [id, { ...known, bindings: new Map(known.bindings) }]
    this.#instances = new Map(kept.instances.map(revived))
    this.#removed = kept.removed
  }

  catalog(minor) {
    const told = (members, known) =>
      Object.fromEntries(Object.entries(members).filter(([name]) => (known.get(name) ?? 99) <= minor))
    const services = this.#catalog.services.map((service) => ({
      ...told(service, SERVICE),
      plans: service.plans.map((plan) => told(plan, PLAN)),
    }))
    return [200, { services }]
  }

  // Instances

  provision(instanceId, body, query) {
    const serviceId = text(body, 'service_id')
    const planId = text(body, 'plan_id')
    const owner = [body.organization_guid ?? null, body.space_guid ?? null]
    if (!owner.every(Boolean) && !members(body, 'context').platform) {
      throw new Refused(400, 'Either context.platform or organization_guid and space_guid are needed.')
    }
    const { service, plan } = this.#plan(serviceId, planId)
    const parameters = members(body, 'parameters')
    check(service, plan, parameters, body)
    const wanted = { serviceId, planId, parameters, owner }
    const answer = { dashboard_url: dashboard(instanceId) }
    const known = this.#instances.get(instanceId)
    if (known) {
      if (Object.entries(wanted).some(([name, value]) => !isDeepStrictEqual(known[name], value))) {
        throw new Refused(409, 'An instance with this id and other attributes exists.')
      }
      const operation = running(known)
      if (!operation) return [200, answer]
      if (operation.kind !== 'provision') throw busy()
      return [202, { ...answer, operation: operation.name }]
    }
    const operation = this.#begin('provision', plan, query)
    // MAKE the instance here, or begin to if there is an operation.
    this.#instances.set(instanceId, { ...wanted, enabled: true, bindings: new Map(), operation })
    this.#save()
    return operation ? [202, { ...answer, operation: operation.name }] : [201, answer]
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
    if (planId === known.planId && isDeepStrictEqual(parameters, known.parameters)) return [200, {}]
    const operation = this.#begin('update', plan, query)
    // CHANGE the instance here, or begin to if there is an operation.
    Object.assign(known, { planId, parameters, operation })
    this.#save()
    return operation ? [202, { operation: operation.name }] : [200, {}]
  }

  fetch(instanceId) {
    const known = this.#instance(instanceId)
    const operation = running(known)
    if (operation?.kind === 'provision') throw new Refused(404, 'The instance is being made.')
    if (operation) throw busy()
    const { serviceId, planId, parameters } = known
    return [200, { service_id: serviceId, plan_id: planId, parameters, dashboard_url: dashboard(instanceId) }]
  }

  deprovision(instanceId, body, query) {
    const [serviceId, planId] = [text(query, 'service_id'), text(query, 'plan_id')]
    const known = this.#instance(instanceId, 410)
    mustBelong(known, serviceId, planId)
    const current = running(known)
    if (current && current.kind !== 'deprovision') throw busy()
    if (current) return [202, { operation: current.name }]
    const operation = this.#begin('deprovision', this.#plan(serviceId, planId).plan, query)
    // REMOVE the instance and its data here, or begin to if there is an operation.
    if (operation) known.operation = operation
    else this.#instances.delete(instanceId)
    this.#save()
    return operation ? [202, { operation: operation.name }] : [200, {}]
  }

  lastOperation(instanceId, body, query) {
    if (!this.#instances.has(instanceId) && this.#removed.includes(instanceId)) return [200, { state: 'succeeded' }]
    const known = this.#instance(instanceId)
    const { operation } = known
    if (query.operation && query.operation !== operation?.name) throw new Refused(400, 'There is no such operation.')
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
    const bound = known.bindings.get(bindingId)
    if (bound) {
      if (isDeepStrictEqual(bound.wanted, wanted)) return [200, { credentials: bound.credentials }]
      throw new Refused(409, 'A binding with this id and other attributes exists.')
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
    this.#instance(instanceId).enabled = enabled
    this.#save()
    return [200, { enabled }]
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

  /** The operation in which a slow plan's work is done; null for the other plans. */
  #begin(kind, plan, query) {
    if (!this.#slowPlans.has(plan.name)) return null
    if (query.accepts_incomplete !== 'true') {
      throw new Refused(422, 'This plan needs a platform that waits for it.', 'AsyncRequired')
    }
    return { name: randomBytes(8).toString('hex'), kind, ends: Date.now() + this.#slowSeconds * 1000, done: false }
  }

  #save() {
    const known = { instances: [...this.#instances], removed: this.#removed }
    const written = JSON.stringify(known, (_, value) => (value instanceof Map ? [...value] : value))
    writeFileSync(`${this.#state}.new`, written)
    renameSync(`${this.#state}.new`, this.#state)
  }
}

function check(service, plan, parameters, body) {
  for (const { name, type, options, pattern } of service.metadata?.parameters ?? []) {
    if (!Object.hasOwn(parameters, name)) continue
    const value = parameters[name]
    const allowed = (options ?? []).map((option) => option.value)
    const isNoOption = (one) => !allowed.some((option) => isDeepStrictEqual(option, one))
    if (allowed.length > 0 && type !== 'combo' && [value].flat().some(isNoOption)) {
      throw new Refused(400, `${name} is none of its options.`)
    }
    if (pattern && !matches(pattern, value)) {
      throw new Refused(400, `${name} does not have the form that it should.`)
    }
  }
  const { version } = members(body, 'maintenance_info')
  if ((version ?? null) !== null && version !== plan.maintenance_info?.version) {
    throw new Refused(422, "The maintenance_info is not the catalog's.", 'MaintenanceInfoConflict')
  }
}

function mustBelong(known, serviceId, planId) {
  if (known.serviceId !== serviceId || known.planId !== planId) {
    throw new Refused(400, 'The instance belongs to another service or plan.')
  }
}

const running = ({ operation }) => (operation && !operation.done ? operation : null)

const busy = () => new Refused(422, 'Another operation on this instance is in progress.', 'ConcurrencyError')

const dashboard = (instanceId) => `https://service.example/instances/${encodeURIComponent(instanceId)}`

function text(object, name) {
  const value = object[name]
  if (typeof value !== 'string' || value === '') throw new Refused(400, `${name} is missing.`)
  return value
}

/** An optional object; null and {} are as good as none. */
function members(object, name) {
  const value = object[name] ?? {}
  if (typeof value !== 'object' || Array.isArray(value)) throw new Refused(400, `${name} is not a JSON object.`)
  return value
}

function matches(pattern, value) {
  const form = ['u', ''].map((flags) => compiled(pattern, flags)).find(Boolean)
  return form ? typeof value === 'string' && form.test(value) : true
}

function compiled(pattern, flags) {
  try {
    return new RegExp(`^(?:${pattern})$`, flags)
  } catch {
    return null
  }
}
