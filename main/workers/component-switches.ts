import type { Logger } from '../../core/ports.ts'

/** A component that hangs this often is no accident of one message: it is left out until the program is started again. */
const mostHangs = 3

/** Which components are left out everywhere, by how often they hung. */
export class ComponentSwitches {
  readonly #hangs = new Map<string, number>()
  readonly #logger: Pick<Logger, 'warn'> | undefined

  constructor(logger: Pick<Logger, 'warn'> | undefined) {
    this.#logger = logger
  }

  /** it hung on a message, or ended its thread */
  blame(component: string): void {
    const hangs = (this.#hangs.get(component) ?? 0) + 1
    this.#hangs.set(component, hangs)
    const consequence = hangs < mostHangs ? 'The message is read without it' : 'It is left out until the next start'
    this.#logger?.warn(`A component did not come back. ${consequence}`, { component, hangs })
  }

  /** those, and the ones that hung on this very message */
  off(without: readonly string[] | undefined): readonly string[] | undefined {
    const off = [...this.#hangs].flatMap(([component, hangs]) => (hangs < mostHangs ? [] : [component]))
    return off.length === 0 ? without : [...new Set([...(without ?? []), ...off])]
  }
}
