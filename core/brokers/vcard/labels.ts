import type { Label } from './entries.ts'
import type { Property } from './property.ts'
import { unescapeText } from './text.ts'

const labelName = 'x-ablabel'
const maxLabel = 1000

/** Apple writes the labels that it knows itself as `_$!<Home>!$_`. */
const unwrap = (text: string): string => /^_\$!<(.*)>!\$_$/s.exec(text)?.[1] ?? text
const shown = ({ value }: Property): string => unwrap(unescapeText(value)).slice(0, maxLabel)

/** The labels of a card's groups, and which groups bind more than a property and its label. */
export class Labels {
  readonly #labels = new Map<string, Property>()
  readonly #members = new Map<string, number>()
  readonly #used = new Set<string>()

  constructor(properties: readonly Property[]) {
    for (const property of properties) {
      if (property.group === '') continue
      const group = property.group.toLowerCase()
      const isLabel = property.name === labelName && Object.keys(property.parameters).length === 0
      if (isLabel && !this.#labels.has(group) && shown(property) !== '') this.#labels.set(group, property)
      else this.#members.set(group, (this.#members.get(group) ?? 0) + 1)
    }
  }

  /** Of an entry that has a field for it. */
  of({ group }: Property): Label {
    if (group === '') return { text: '', written: null, group: '' }
    const key = group.toLowerCase()
    this.#used.add(key)
    const label = this.#labels.get(key)
    const text = label === undefined ? '' : shown(label)
    const written = label === undefined ? null : unescapeText(label.value)
    return {
      text,
      written: written === text ? null : (written?.slice(0, maxLabel) ?? null),
      group: this.binding(group),
    }
  }

  /** '' where it binds nothing but one property and its label. */
  binding(group: string): string {
    return this.members(group) > 1 ? group : ''
  }

  members(group: string): number {
    return this.#members.get(group.toLowerCase()) ?? 0
  }

  /** Labels of groups without an entry to show them at: kept with what they belong to. */
  unused(): Property[] {
    return [...this.#labels].flatMap(([group, property]) => (this.#used.has(group) ? [] : [property]))
  }

  /** Whether a property is a label that an entry shows, or may show. */
  isLabel(property: Property): boolean {
    return this.#labels.get(property.group.toLowerCase()) === property
  }
}

/** X-ABLabel of an entry: as it was written while it still says the same. */
export function writtenLabel(label: string, kept: string | null): string {
  return kept !== null && unwrap(kept).slice(0, maxLabel) === label ? kept : label
}
