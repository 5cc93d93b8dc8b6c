import { fail } from '../defs/index.ts'
import type { Component } from './component.ts'
import { limits } from './limits.ts'

/** Components in the order that they run in. */
export interface Registry {
  readonly components: readonly Component[]
  /** a number that changes when any of them would find something else */
  readonly version: number
}

const namePattern = /^[a-z][a-z0-9-]{0,59}$/

/**
 * Puts components in the order of what they need from each other; those that need nothing keep the order given. Fails
 * with `invalid` when one is not made as the contract says, two yield the same feature, or they need each other.
 */
export function createRegistry(components: readonly Component[]): Registry {
  const byFeature = new Map<string, Component>()
  const names = new Set<string>()
  for (const component of components) {
    check(component, names)
    names.add(component.name)
    for (const feature of Object.keys(component.yields)) {
      const other = byFeature.get(feature)
      if (other !== undefined) throw refuse(component, `it yields ${feature}, and so does ${other.name}`)
      byFeature.set(feature, component)
    }
  }
  const ordered = new Set<Component>()
  for (const component of components) place(component, byFeature, ordered, [])
  return {
    components: [...ordered],
    version: components.reduce((sum, { version }) => sum + version, 0),
  }
}

function check(component: Component, names: ReadonlySet<string>): void {
  const { name, version, yields, limits: own } = component
  if (!namePattern.test(name)) throw refuse(component, 'its name is no lower-case word')
  if (names.has(name)) throw refuse(component, 'another one has its name')
  if (!Number.isInteger(version) || version < 1) throw refuse(component, 'its version is no whole number from 1')
  const features = Object.keys(yields)
  if (features.length === 0) throw refuse(component, 'it yields nothing')
  const odd = features.find((feature) => !namePattern.test(feature))
  if (odd !== undefined) throw refuse(component, `its feature ${odd} is no lower-case word`)
  if (!(own.timeMs > 0 && own.timeMs <= limits.timeMs)) {
    throw refuse(component, `its time is not between 1 and ${limits.timeMs} ms`)
  }
  if (!(own.chars >= 0)) throw refuse(component, 'it does not say how much it reads')
}

function place(
  component: Component,
  byFeature: ReadonlyMap<string, Component>,
  ordered: Set<Component>,
  waiting: readonly Component[],
): void {
  if (ordered.has(component)) return
  if (waiting.includes(component)) {
    throw refuse(component, `it needs what needs it: ${[...waiting, component].map(({ name }) => name).join(', ')}`)
  }
  for (const feature of component.needs ?? []) {
    const source = byFeature.get(feature)
    if (source === undefined) throw refuse(component, `nothing yields ${feature}, which it needs`)
    place(source, byFeature, ordered, [...waiting, component])
  }
  ordered.add(component)
}

const refuse = ({ name }: Component, why: string) =>
  fail('invalid', `The component ${name} cannot be used: ${why}. Mail is read without it.`, { field: name })
