import type { Handlers, Operations } from '../../../core/defs/index.ts'
import type { Events, Rules } from '../../../core/index.ts'
import type { Scheduler } from '../scheduler/index.ts'

export interface RuleAgentParts {
  readonly rules: Rules
  readonly events: Events
  readonly scheduler: Scheduler
}

/** Has the rules look at what arrives. What they do changes messages and brings none, so they never start each other. */
export function startRules({ rules, events, scheduler }: RuleAgentParts) {
  const unsubscribe = events.subscribe((event) => {
    // core reports what goes wrong: nobody waits for these
    if (event.type === 'messages.added') void rules.arrived(event.arrived ?? [])
    if (event.type === 'messages.changed') void rules.changed(event.more ? null : event.messageIds)
  })

  const handlers: Handlers<Operations['rules']> = {
    ...rules.handlers,
    /** On what is here: seen in the activity, with progress, and stopped there. */
    async run({ id }, { signal }) {
      const label = `Rule: ${await rules.nameOf(id)}`
      return scheduler.run(
        { key: 'rules', kind: 'maintenance', label },
        (task) => rules.run(id, { signal: task.signal, report: (done, total) => task.report({ done, total }) }),
        signal,
      )
    },
  }

  return {
    handlers,
    /** lets what arrived be done with first */
    async stop(): Promise<void> {
      unsubscribe()
      await rules.settled()
    },
  }
}
