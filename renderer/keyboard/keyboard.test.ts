import { describe, expect, test } from 'vitest'
import { chordOf, chordText, mayAct } from './chords.ts'
import { CommandRegistry } from './registry.ts'

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: more.code ?? '',
  ctrlKey: more.ctrlKey ?? false,
  metaKey: more.metaKey ?? false,
  altKey: more.altKey ?? false,
  shiftKey: more.shiftKey ?? false,
})

describe('keys are the ones a person means', () => {
  test.each([
    [press('j'), 'j'],
    [press('I', { shiftKey: true }), 'shift+i'],
    [press('#', { shiftKey: true }), '#'],
    [press('?', { shiftKey: true, code: 'Slash' }), '?'],
    [press('Enter', { ctrlKey: true }), 'mod+enter'],
    [press('&', { ctrlKey: true, shiftKey: true, code: 'Digit7' }), 'mod+shift+7'],
    [press('ArrowDown'), 'down'],
    [press('о', { code: 'KeyJ' }), 'j'],
    [press('ê', { code: 'KeyE' }), 'e'],
    [press('[', { ctrlKey: true, altKey: true, code: 'Digit8' }), '['],
    [press('Shift', { shiftKey: true }), null],
  ])('%o is %s', (event, chord) => expect(chordOf(event, false)).toBe(chord))

  test('⌘ is what Ctrl is elsewhere', () => {
    expect(chordOf(press('k', { metaKey: true }), true)).toBe('mod+k')
    expect(chordText('mod+shift+e', true)).toEqual(['⌘⇧E'])
    expect(chordText('g i', false)).toEqual(['G', 'I'])
    expect(chordText('alt++', false)).toEqual(['Alt++'])
  })

  test('letters do nothing while typing or when single keys are off', () => {
    expect(mayAct('e', { typing: true, singleKeys: true })).toBe(false)
    expect(mayAct('e', { typing: false, singleKeys: false })).toBe(false)
    expect(mayAct('enter', { typing: false, singleKeys: false })).toBe(true)
    expect(mayAct('mod+enter', { typing: true, singleKeys: false })).toBe(true)
    expect(mayAct('f6', { typing: true, singleKeys: false })).toBe(true)
  })
})

describe('which command a key means', () => {
  const command = (id: string, keys: string[]) => ({ id, keys, label: id, group: '', run: () => {} })

  test('the place shown last wins, and gives the key back when it goes', () => {
    const registry = new CommandRegistry()
    registry.offer([command('list.archive', ['e'])])
    const thread = registry.offer([command('thread.archive', ['e'])])
    expect(registry.find('e')?.id).toBe('thread.archive')
    thread.withdraw()
    expect(registry.find('e')?.id).toBe('list.archive')
    expect(registry.seen.map(({ id }) => id)).toContain('thread.archive')
  })

  test('a sequence waits for its second key', () => {
    const registry = new CommandRegistry()
    registry.offer([command('go.inbox', ['g i'])])
    expect(registry.begins('g')).toBe(true)
    expect(registry.find('g i')?.id).toBe('go.inbox')
    expect(registry.begins('h')).toBe(false)
  })
})
