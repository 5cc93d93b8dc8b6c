import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '../../../core/defs/index.ts'
import { createKeywordTags } from '../../../core/keywords/index.ts'
import { createTagManager } from '../../../core/tags/index.ts'
import { createUndo } from '../../../core/undo/index.ts'
import { createSyncRig, labAccount, labMail, type SyncRig } from '../../../devtools/rig/index.ts'
import { type MailServer, serverState, startMailServer, withSecondClient } from '../../../devtools/servers/index.ts'

const call = { priority: 'interactive' } as const
const user = 'u1@lab.test'

let lab: MailServer
let rig: SyncRig
let account: Account

beforeAll(async () => {
  lab = await startMailServer({ users: 2 })
  await lab.fill(user, 'INBOX', labMail(4))
  rig = await createSyncRig()
  account = await rig.addAccount(labAccount(lab, user))
  await rig.mailSync.now(account.id)
})
afterAll(async () => {
  await rig?.stop()
  await lab?.remove()
})

const manager = () =>
  createTagManager(rig.context, {
    keywords: createKeywordTags(rig.context),
    messages: rig.messages,
    undo: createUndo(),
    renew: async () => undefined,
  })
const messageAt = async (uid: number) => {
  const inbox = (await rig.mirror.mailboxes(account.id)).find(({ role }) => role === 'inbox')
  const [copy] = await rig.context.stores.remote.byUids(inbox?.id ?? '', [uid])
  return copy?.messageId ?? ''
}
const tagsAt = async (uid: number) => {
  const { items } = await manager().list({}, call)
  const [message] = await rig.context.stores.messages.get([await messageAt(uid)])
  return message?.tagIds.map((id) => items.find((tag) => tag.id === id)?.name).sort()
}
const target = (...messageIds: string[]) => ({ messageIds, threadIds: [], discussionIds: [] })
const agree = async () => expect(await rig.state(account.id)).toEqual(await serverState(lab, user))
const flagsAt = async (uid: number) => (await serverState(lab, user))['INBOX']?.[uid]

test('a tag given here is a keyword for every other program, and goes there when it goes here', async () => {
  const { id } = await manager().create({ name: 'Travel plans' }, call)
  await manager().apply({ target: target(await messageAt(1)), add: [id, 'important'], remove: [] }, call)
  await rig.mailSync.now(account.id)
  expect(await flagsAt(1)).toBe('$Important Travel_plans')
  await agree()
  await manager().apply({ target: target(await messageAt(1)), add: [], remove: ['important'] }, call)
  await rig.mailSync.now(account.id)
  expect(await flagsAt(1)).toBe('Travel_plans')
  await agree()
})

test('keywords that another program sets are tags here, called as that program calls them', async () => {
  await withSecondClient(lab, user, async (client) => {
    await client.mailboxOpen('INBOX')
    await client.messageFlagsAdd('2', ['$label1', '$label2', 'travel_plans', 'NonJunk'], { uid: true })
  })
  await rig.mailSync.now(account.id)
  expect(await tagsAt(2)).toEqual(['Important', 'Travel plans', 'Work'])
  await withSecondClient(lab, user, async (client) => {
    await client.mailboxOpen('INBOX')
    await client.messageFlagsRemove('2', ['$label2'], { uid: true })
  })
  await rig.mailSync.now(account.id)
  expect(await tagsAt(2)).toEqual(['Important', 'Travel plans'])
  await agree()
})

test('what both change at the same time, without hearing of each other, is kept of both', async () => {
  const { items } = await manager().list({}, call)
  const work = items.find(({ name }) => name === 'Work')?.id ?? ''
  const travel = items.find(({ name }) => name === 'Travel plans')?.id ?? ''
  await manager().apply({ target: target(await messageAt(2)), add: [work], remove: [travel] }, call)
  await withSecondClient(lab, user, async (client) => {
    await client.mailboxOpen('INBOX')
    await client.messageFlagsAdd('2', ['Garden'], { uid: true })
    await client.messageFlagsRemove('2', ['$label1'], { uid: true })
  })
  await rig.mailSync.now(account.id)
  expect(await tagsAt(2)).toEqual(['Garden', 'Work'])
  expect((await flagsAt(2))?.split(' ')).toEqual(expect.arrayContaining(['$label2', 'Garden', 'NonJunk']))
  expect(await flagsAt(2)).not.toContain('ravel_plans')
  await agree()
})

test('deleting a tag takes its keyword off the server', async () => {
  const travel = (await manager().list({}, call)).items.find(({ name }) => name === 'Travel plans')?.id ?? ''
  await manager().remove({ id: travel }, call)
  await rig.mailSync.now(account.id)
  expect(await flagsAt(1)).toBe('')
  expect((await manager().list({}, call)).items.map(({ name }) => name)).toEqual(['Garden', 'Important', 'Work'])
  await agree()
})

test('a message that is uploaded to another place brings its tags along', async () => {
  const { id } = await manager().create({ name: 'Ärzte' }, call)
  await manager().apply({ target: target(await messageAt(3)), add: [id], remove: [] }, call)
  await rig.mailSync.now(account.id)
  const other = await rig.addAccount(labAccount(lab, 'u2@lab.test'))
  await rig.mailSync.now(other.id)
  const inbox = (await rig.mirror.mailboxes(other.id)).find(({ role }) => role === 'inbox')
  await rig.messages.messages.move({ target: target(await messageAt(3)), mailboxId: inbox?.id ?? '' }, call)
  await rig.mailSync.now(other.id)
  expect(Object.values((await serverState(lab, 'u2@lab.test'))['INBOX'] ?? {})).toEqual(['&AMQ-rzte'])
  expect(await rig.state(other.id)).toEqual(await serverState(lab, 'u2@lab.test'))
})
