// What the catalog offers: what of it is told in which version, and whether a request keeps to it.

import { isDeepStrictEqual } from 'node:util'

import { Refused, members } from './refused.js'

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

/** The catalog as version 2.`minor` of the contract knows it. */
export function told({ services }, minor) {
  const known = (members, since) =>
    Object.fromEntries(Object.entries(members).filter(([name]) => (since.get(name) ?? 99) <= minor))
  const plans = (service) => service.plans.map((plan) => known(plan, PLAN))
  return { services: services.map((service) => ({ ...known(service, SERVICE), plans: plans(service) })) }
}

/** Refuses parameters that the service does not define like that, and the maintenance_info of another catalog. */
export function check(service, plan, parameters, body) {
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
