import { z } from 'zod'
import { actionDone } from './messages.ts'
import { command, nothing, query } from './operation.ts'

export const ruleAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tag'), tagId: z.string() }),
  z.object({ kind: z.literal('importance'), to: z.number().int().min(-10).max(10) }),
  z.object({ kind: z.literal('archive') }),
  z.object({ kind: z.literal('move'), mailboxId: z.string() }),
  z.object({ kind: z.literal('junk') }),
  z.object({ kind: z.literal('bin') }),
  z.object({ kind: z.literal('seen') }),
  z.object({ kind: z.literal('never-notify') }),
])
export type RuleAction = z.output<typeof ruleAction>

/** Done to mail that arrives and fits `query` (the search language), in `order`; `stop`: no later rule looks at it. */
export const rule = z.object({
  id: z.string(),
  name: z.string().max(200),
  query: z.string().max(2000),
  actions: z.array(ruleAction).max(20),
  stop: z.boolean(),
  enabled: z.boolean(),
  order: z.number().int(),
  createdAtMs: z.number().int(),
})
export type Rule = z.output<typeof rule>

/** `problem`: why the rule cannot be done as it stands and is passed over; null when it can */
export const listedRule = rule.extend({ problem: z.string().nullable() })

const editable = rule.pick({ name: true, query: true, actions: true, stop: true, enabled: true })

/** A filter that the mail server runs by itself; shown, not edited. */
export const serverScript = z.object({
  accountId: z.string(),
  name: z.string(),
  active: z.boolean(),
  text: z.string(),
})
export type ServerScript = z.output<typeof serverScript>

export const rules = {
  list: query('All rules, in order', nothing, z.object({ items: z.array(listedRule) })),
  create: command('Make a rule', editable.partial({ stop: true, enabled: true }), rule),
  update: command(
    'Change a rule; `from` is the state that the change started from',
    z.object({ id: z.string(), from: editable.partial().default({}), set: editable.partial() }),
    rule,
  ),
  reorder: command('Put the rules into this order', z.object({ ids: z.array(z.string()).max(1000) }), nothing),
  remove: command('Delete a rule; what it did stays', z.object({ id: z.string() }), nothing),
  block: command(
    'Send mail of one address to junk or into the bin from now on, by a rule ahead of the others; undoing takes it away',
    z.object({
      address: z.string().max(320).regex(/@/, 'Give an address.'),
      to: z.enum(['junk', 'bin']).default('junk'),
    }),
    actionDone.extend({ ruleId: z.string() }),
  ),
  preview: query(
    'What a rule would fit: how many, and the newest of them',
    z.object({ query: z.string().max(2000) }),
    z.object({ count: z.number().int(), more: z.boolean(), messageIds: z.array(z.string()) }),
  ),
  run: command(
    'Do a rule to what is here already',
    z.object({ id: z.string() }),
    z.object({ actionId: z.string().nullable(), changed: z.number().int() }),
  ),
  server: query(
    'The Sieve scripts of the mail servers (RFC 5804), to read',
    nothing,
    z.object({
      items: z.array(serverScript),
      problems: z.array(z.object({ accountId: z.string(), message: z.string() })),
    }),
  ),
}
