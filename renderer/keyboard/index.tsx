import type { ReactNode } from 'react'

export interface Command {
  /** stable name, `noun.verb` */
  readonly id: string
  /** what it does, in the user's language, as in menus */
  readonly label: string
  /** `e`, `shift+i`, `mod+enter`, `g i` (one after the other) */
  readonly keys: readonly string[]
  readonly group: string
  readonly run: () => void
}

interface Props {
  /** false turns keys without a modifier off (setting `singleKeys`) */
  readonly singleKeys: boolean
  readonly children: ReactNode
}

/** Listens for keys in the window and knows every command that is there now. */
export function KeyboardProvider({ children }: Props) {
  return children
}

/** Offers commands while the component is shown. */
export function useCommands(_commands: readonly Command[]): void {}

/** The settings page of the keyboard. */
export function KeyboardPage() {
  return null
}
