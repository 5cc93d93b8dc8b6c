import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chordOf, hasModifier, isMac, mayAct, SEQUENCE_MS } from './chords.ts'
import { KeySheet } from './KeySheet.tsx'
import { type Command, CommandRegistry } from './registry.ts'

const RegistryContext = createContext<CommandRegistry | null>(null)

/** A composer that is not there by then is not coming; the keys act again. */
const OPENING_MS = 2000

interface Props {
  /** false turns keys without a modifier off (setting `singleKeys`) */
  readonly singleKeys: boolean
  readonly children: ReactNode
}

/** Listens for keys in the window and knows every command that is there now. */
export function KeyboardProvider({ singleKeys, children }: Props) {
  const [registry] = useState(() => new CommandRegistry())
  useEffect(() => listen(registry, singleKeys), [registry, singleKeys])
  return (
    <RegistryContext value={registry}>
      {children}
      <Sheet />
    </RegistryContext>
  )
}

/** Offers commands while the component is shown. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry()
  const offer = useRef<ReturnType<CommandRegistry['offer']> | null>(null)
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    offer.current = registry.offer(latest.current)
    return () => offer.current?.withdraw()
  }, [registry])
  useEffect(() => offer.current?.change(commands), [commands])
}

/** Every command offered now, for the palette. */
export function useRegistry(): CommandRegistry {
  const registry = useContext(RegistryContext)
  if (registry === null) throw new Error('useRegistry is used outside KeyboardProvider.')
  return registry
}

function Sheet() {
  const { t } = useTranslation()
  const registry = useRegistry()
  const [shown, setShown] = useState<readonly Command[] | null>(null)
  useCommands([
    {
      id: 'keyboard.show',
      label: t('keyboard.show'),
      keys: ['?'],
      group: t('keyboard.help'),
      run: () => setShown(registry.current),
    },
  ])
  return <KeySheet commands={shown} onClose={() => setShown(null)} />
}

function listen(registry: CommandRegistry, singleKeys: boolean): () => void {
  const mac = isMac()
  let begun = ''
  let heldUntilMs = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const forget = () => {
    begun = ''
    clearTimeout(timer)
  }
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const chord = chordOf(event, mac)
    if (chord === null) return
    const typing = isTyping(event.target)
    if (!mayAct(chord, { typing, singleKeys }) || (isInOverlay(event.target) && !hasModifier(chord))) return forget()
    if (begun === '' && isPressable(event.target) && (chord === 'enter' || chord === 'space')) return undefined
    if (performance.now() < heldUntilMs && !hasModifier(chord) && chord !== 'escape') return event.preventDefault()
    const keys = begun === '' ? chord : `${begun} ${chord}`
    const command = registry.find(keys)
    if (command !== undefined) {
      forget()
      event.preventDefault()
      if (command.opensText === true) heldUntilMs = performance.now() + OPENING_MS
      command.run()
    } else if (registry.begins(keys)) {
      begun = keys
      clearTimeout(timer)
      timer = setTimeout(forget, SEQUENCE_MS)
      event.preventDefault()
    } else forget()
    return undefined
  }
  const arrive = (event: FocusEvent) => {
    if (isTyping(event.target)) heldUntilMs = 0
  }
  addEventListener('keydown', press)
  addEventListener('focusin', arrive)
  return () => {
    removeEventListener('focusin', arrive)
    removeEventListener('keydown', press)
    forget()
  }
}

const within = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null

const isTyping = (target: EventTarget | null): boolean =>
  within(target, 'textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"]') ||
  (target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'range', 'file', 'submit'].includes(target.type))

/** Dialogs, menus and lists of choices have keys of their own. */
const isInOverlay = (target: EventTarget | null): boolean =>
  within(target, '[role="dialog"], [role="menu"], [role="listbox"]')

/** Enter presses a button or follows a link that has focus, before it does anything else. */
const isPressable = (target: EventTarget | null): boolean =>
  within(target, 'button, a[href], summary, [role="button"], [role="tab"]')
