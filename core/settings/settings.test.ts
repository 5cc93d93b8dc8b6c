import { expect, test } from 'vitest'
import { createFakeContext } from '../../devtools/fakes/index.ts'
import { operations, settings } from '../defs/index.ts'
import { createSettingsManager } from './index.ts'

test('a setting that is changed leaves the others as the user chose them', async () => {
  const manager = createSettingsManager(createFakeContext())
  const call = { priority: 'interactive' } as const
  const set = (given: object) => manager.update(operations.settings.update.input.parse({ set: given }), call)
  await set({ verifyMail: false, goneOffline: true })
  await set({ theme: 'dark' })
  expect(settings.parse(await manager.get({}, call))).toMatchObject({
    verifyMail: false,
    goneOffline: true,
    theme: 'dark',
    density: 'comfortable',
  })
})
