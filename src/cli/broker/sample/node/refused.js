// What is wrong with a request, as the contract answers it.

/** An error answer. The description is shown to the customer. */
export class Refused extends Error {
  constructor(status, description, error) {
    super(description)
    this.status = status
    this.body = error ? { error, description } : { description }
  }
}

export function text(object, name) {
  const value = object[name]
  if (typeof value !== 'string' || value === '') throw new Refused(400, `${name} is missing.`)
  return value
}

/** An optional object; null and {} are as good as none. */
export function members(object, name) {
  const value = object[name] ?? {}
  if (typeof value !== 'object' || Array.isArray(value)) throw new Refused(400, `${name} is not a JSON object.`)
  return value
}
