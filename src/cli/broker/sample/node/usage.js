// Reports to the platform what the instances used: a program of its own, beside the broker.
//
//     ISSUER=https://console.example.com SLIPWAY_API_KEY=... node usage.js
//
// It reads what the broker keeps and reports every hour, until it is stopped. With --once it reports what was used
// until now, tries once, and ends with 1 if something still waits. What the platform has not acknowledged is kept and
// sent again; what had been kept there already comes back as a duplicate, and nothing is counted twice.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const HOUR = 3_600_000
// The platform takes a record until 48 hours after its end.
const OLDEST = 47 * HOUR
const MOST_RECORDS = 100
const AGAIN_SECONDS = 60
const KEPT_MS = 600_000
const TIMEOUT_MS = 10_000
const GRANT = 'urn:slipway:params:oauth:grant-type:apikey'

/**
 * MEASURE your service here: what was used between two moments (milliseconds since 1970), or the level at `end` of a
 * measure of events. A number of at most nine decimals; the sample has nothing to count but its bindings.
 */
function measure(instanceId, instance, name, consumer, start, end) {
  return instance.bindings.length
}

/** NAME here who used it, for measures that are counted for each consumer. */
function consumers(instanceId, instance) {
  return ['everybody']
}

/** The platform takes nothing right now. */
class Later extends Error {
  constructor(why, seconds = AGAIN_SECONDS) {
    super(why)
    this.seconds = seconds
  }
}

export class Platform {
  #issuer
  #apiKey
  #url
  #tokenEndpoint = { url: null, until: 0 }
  #token = { value: null, until: 0 }

  constructor({ issuer, apiKey, service }) {
    if (!/^https:|^http:\/\/(localhost|127\.0\.0\.1):/.test(issuer)) {
      throw new Error('ISSUER has to begin with https://')
    }
    this.#issuer = issuer
    this.#apiKey = apiKey
    this.#url = `${issuer}/v4/metering/resources/${service}/usage`
  }

  /** An answer for each record, in their order. */
  async submit(records) {
    const headers = { authorization: `Bearer ${await this.#bearer()}`, 'content-type': 'application/json' }
    const { resources } = await this.#call(this.#url, { method: 'POST', headers, body: JSON.stringify(records) })
    return resources
  }

  /** One token for all calls, until a minute before its end. */
  async #bearer() {
    if (Date.now() >= this.#token.until) {
      const body = new URLSearchParams({ grant_type: GRANT, apikey: this.#apiKey })
      const told = await this.#call(await this.#whereTokensAre(), { method: 'POST', body })
      this.#token = { value: told.access_token, until: Date.now() + (told.expires_in - 60) * 1000 }
    }
    return this.#token.value
  }

  /** What the issuer says of itself is kept for ten minutes, and asked for anew after an error. */
  async #whereTokensAre() {
    if (Date.now() >= this.#tokenEndpoint.until) {
      const { token_endpoint } = await this.#call(`${this.#issuer}/.well-known/openid-configuration`)
      this.#tokenEndpoint = { url: token_endpoint, until: Date.now() + KEPT_MS }
    }
    return this.#tokenEndpoint.url
  }

  async #call(url, options = {}) {
    try {
      const answer = await fetch(url, { ...options, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
      const text = await answer.text()
      if (answer.ok) return JSON.parse(text)
      if (answer.status === 401) this.#token.until = 0
      const mayPass = answer.status === 401 || answer.status === 429 || answer.status >= 500
      const wait = Number.parseInt(answer.headers.get('retry-after') ?? '', 10)
      const usual = mayPass ? AGAIN_SECONDS : HOUR / 1000
      throw new Later(`${answer.status} ${text.slice(0, 300)}`, wait > 0 ? wait : usual)
    } catch (error) {
      this.#tokenEndpoint.until = 0
      throw error instanceof Later ? error : new Later(`${error.message} ${error.cause?.message ?? ''}`)
    }
  }
}

/** `kept` is the file that remembers until when was reported, which records wait, and the levels of events. */
export class Reporter {
  #metrics
  #state
  #file
  #platform
  #kept

  constructor({ catalog, state, kept, platform }) {
    this.#metrics = new Map(catalog.services[0].plans.map((plan) => [plan.id, metricsOf(plan)]))
    this.#state = state
    this.#file = kept
    this.#platform = platform
    this.#kept = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : { until: 0, waiting: [], levels: {} }
  }

  /**
   * The hours until `now`, and with `partly` the one that is not over. Seconds until it should be tried again; null if
   * nothing waits.
   */
  async report(now, partly = false) {
    this.#writeDown(now, partly)
    try {
      await this.#send()
    } catch (error) {
      if (!(error instanceof Later)) throw error
      console.error('usage waits:', JSON.stringify(error.message))
      return error.seconds
    }
    return this.#kept.waiting.length > 0 ? AGAIN_SECONDS : null
  }

  /** Before anything is sent, so that a record is the same whenever it is sent again. */
  #writeDown(now, partly) {
    const state = existsSync(this.#state) ? JSON.parse(readFileSync(this.#state, 'utf8')) : {}
    let begin = Math.max(this.#kept.until || now - (now % HOUR) - HOUR, now - OLDEST)
    const ends = []
    for (let end = begin - (begin % HOUR) + HOUR; end <= now; end += HOUR) ends.push(end)
    if (partly) ends.push(now)
    for (const end of ends) {
      for (const [instanceId, instance, last] of [...ended(state), ...active(state, end)]) {
        const [start, until] = [Math.max(begin, instance.since), Math.min(end, last)]
        if (start < until) this.#kept.waiting.push(...this.#records(instanceId, instance, start, until))
      }
      begin = end
    }
    this.#kept.until = begin
    this.#save()
  }

  /** Measures that are told at a moment, and those that are counted for each consumer, need records of their own. */
  *#records(instanceId, instance, start, end) {
    const metrics = this.#metrics.get(instance.planId) ?? []
    for (const [atMoment, byConsumer] of [[false, false], [false, true], [true, false], [true, true]]) {
      const alike = metrics.filter((metric) => metric.atMoment === atMoment && metric.byConsumer === byConsumer)
      for (const consumer of byConsumer ? consumers(instanceId, instance) : [undefined]) {
        const record = {
          resource_instance_id: instanceId,
          plan_id: instance.planId,
          start: atMoment ? end : start,
          end,
          ...(instance.region && { region: instance.region }),
          ...(consumer && { consumer_id: consumer }),
        }
        const measured = alike.flatMap(({ name, isEvent }) => {
          const quantity = measure(instanceId, instance, name, consumer, start, end)
          if (!isEvent) return [{ measure: name, quantity }]
          const level = levelOf(record, name)
          // The next event begins where this one ends, if the platform takes it.
          if (this.#kept.waiting.some((waiting) => level in levelsIn(waiting))) return []
          return [{ measure: name, quantity: { previous: this.#kept.levels[level] ?? 0, current: quantity } }]
        })
        if (measured.length > 0) yield { ...record, measured_usage: measured }
      }
    }
  }

  async #send() {
    const records = this.#kept.waiting
    for (let at = 0; at < records.length; at += MOST_RECORDS) {
      const batch = records.slice(at, at + MOST_RECORDS)
      const answers = await this.#platform.submit(batch)
      batch.forEach((record, index) => answers[index] && this.#settle(record, answers[index]))
      this.#save()
    }
  }

  #settle(record, answer) {
    if (answer.status === 500) return
    const isKept = answer.status === 201 || answer.details?.identical === true
    if (isKept) Object.assign(this.#kept.levels, levelsIn(record))
    else console.error('the platform refuses', JSON.stringify(record), JSON.stringify(answer))
    this.#kept.waiting = this.#kept.waiting.filter((waiting) => waiting !== record)
  }

  #save() {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#kept))
    renameSync(`${this.#file}.new`, this.#file)
  }
}

const metricsOf = ({ metadata }) =>
  (metadata?.costs ?? [])
    .filter((cost) => cost.meteringUnit)
    .map((cost) => ({
      name: cost.meteringUnit,
      isEvent: cost.quantity_type === 'EVENT',
      atMoment: cost.quantity_type === 'EVENT' || cost.model === 'monthlyproration',
      byConsumer: cost.consumer_level === true,
    }))

/** Instances as they were until they were removed, paused, or got another plan, and when that was. */
const ended = (state) => (state.ended ?? []).map((one) => [one.id, one, one.until])

const active = (state, until) =>
  (state.instances ?? []).filter(([, instance]) => isActive(instance)).map((one) => [...one, until])

const isActive = ({ enabled, operation }) => enabled && (!operation || operation.done || operation.kind === 'update')

const levelOf = (record, name) =>
  [record.resource_instance_id, record.plan_id, record.consumer_id ?? '-', name].join(' ')

/** What the events of a record leave. */
const levelsIn = (record) =>
  Object.fromEntries(
    record.measured_usage
      .filter(({ quantity }) => typeof quantity === 'object')
      .map(({ measure: name, quantity }) => [levelOf(record, name), quantity.current]),
  )

async function main() {
  const { ISSUER: issuer, SLIPWAY_API_KEY: apiKey } = process.env
  const { BROKER_STATE: state = 'state.json', BROKER_USAGE: kept = 'usage.json' } = process.env
  if (!issuer || !apiKey) throw new Error('ISSUER and SLIPWAY_API_KEY are needed')
  const catalog = JSON.parse(readFileSync(new URL('catalog.json', import.meta.url), 'utf8'))
  const platform = new Platform({ issuer, apiKey, service: catalog.services[0].name })
  const reporter = new Reporter({ catalog, state, kept, platform })
  const once = process.argv[2] === '--once'
  for (;;) {
    const now = Date.now()
    const wait = await reporter.report(now, once)
    if (once) return wait === null ? 0 : 1
    await sleep(wait === null ? HOUR - (now % HOUR) + 1000 : wait * 1000)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main()
