/** Something that can be done here and now, by key, menu or palette. */
export interface Command {
  /** stable name, `noun.verb` */
  readonly id: string
  /** what it does, in the user's language, as in menus */
  readonly label: string
  /** `e`, `shift+i`, `mod+enter`, `g i` (one after the other) */
  readonly keys: readonly string[]
  readonly group: string
  /** what is typed next is meant for the text that this opens: single keys do nothing until it is there */
  readonly opensText?: boolean
  readonly run: () => void
}

/** Knows which commands are offered now. The component shown last wins a key that two claim. */
export class CommandRegistry {
  readonly #offers: { commands: readonly Command[] }[] = []
  readonly #seen = new Map<string, Command>()

  /** The commands may change while they are offered. */
  offer(commands: readonly Command[]): { change(next: readonly Command[]): void; withdraw(): void } {
    const offer = { commands }
    const remember = () => {
      for (const command of offer.commands) this.#seen.set(command.id, command)
    }
    this.#offers.push(offer)
    remember()
    return {
      change: (next) => {
        offer.commands = next
        remember()
      },
      withdraw: () => {
        this.#offers.splice(this.#offers.indexOf(offer), 1)
      },
    }
  }

  /** Each once, latest offer first. */
  get current(): Command[] {
    const byId = new Map<string, Command>()
    for (const { commands } of this.#offers.toReversed()) {
      for (const command of commands) if (!byId.has(command.id)) byId.set(command.id, command)
    }
    return [...byId.values()]
  }

  /** Also those of places that were left: for the list of keys. */
  get seen(): Command[] {
    return [...this.#seen.values()]
  }

  find(keys: string): Command | undefined {
    return this.current.find((command) => command.keys.includes(keys))
  }

  /** Whether a longer sequence begins with these keys. */
  begins(keys: string): boolean {
    return this.current.some((command) => command.keys.some((other) => other.startsWith(`${keys} `)))
  }
}
