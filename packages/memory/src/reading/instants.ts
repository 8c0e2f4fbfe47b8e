import { toDate } from '../model'
import { printed } from './printed'

/** Holds the times of an object, so that the getters of all objects are the same functions: V8 shares their shape then. */
const held = Symbol('times')

type Times = Readonly<Record<string, number | undefined>>
type Getter = PropertyDescriptor & ThisType<{ readonly [held]: Times }>

const getters = new Map<string, Getter>()

/**
 * Properties that give times as Dates, those that are undefined left out. Whoever holds a Date can change it, frozen
 * object or not, so each reading gives a new one.
 *
 * @param times milliseconds since 1970, by the property's name
 */
export function instants(times: Times): PropertyDescriptorMap {
  const properties: PropertyDescriptorMap = { [held]: { value: times }, ...printed }
  for (const [name, ms] of Object.entries(times)) if (ms !== undefined) properties[name] = getterOf(name)
  return properties
}

function getterOf(name: string): Getter {
  const known = getters.get(name)
  if (known) return known
  const getter: Getter = {
    enumerable: true,
    get() {
      return toDate(this[held][name]!)
    },
  }
  getters.set(name, getter)
  return getter
}
