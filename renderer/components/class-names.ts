type Name = string | false | null | undefined

/**
 * Names of one CSS module: `const c = classNames(styles)`, then `c('row', selected && 'selected')`.
 * A name that the module does not have is an error while developing, so that a renamed class is noticed.
 */
export function classNames(styles: Readonly<Record<string, string>>): (...names: Name[]) => string {
  return (...names) => {
    const found: string[] = []
    for (const name of names) {
      if (!name) continue
      const scoped = styles[name]
      if (scoped === undefined) {
        if (import.meta.env.DEV) throw new Error(`No class "${name}" in this CSS module.`)
        continue
      }
      found.push(scoped)
    }
    return found.join(' ')
  }
}
