import { facetOf, type Judgement, part, reason } from './facet.ts'
import type { Habits } from './facts.ts'

export interface OwnFacts {
  /** by the user's own latest messages: `encrypts`, `signs` and `quiet` are theirs */
  readonly habits: Habits
  readonly accounts: number
  readonly accountsByTls: number
  /** accounts whose provider the user named as trusted to check what comes in */
  readonly trustedProviders: number
  readonly ownKey: boolean
  /** people that the user wrote to, those of them who are contacts, and those whose key the user has */
  readonly people: number
  readonly contacts: number
  readonly withKey: number
}

/** The user's own index: how what the user sends is protected, whom it goes to, and the user's habits. */
export function judgeOwn({ habits, people, ...own }: OwnFacts): Judgement {
  const share = (count: number, of: number): number => (of === 0 ? 0 : count / of)
  const words = (count: number, of: number): string => `${count} of ${of}`
  return {
    technic: facetOf([
      reason('encrypts', words(habits.encrypts, 4), part(40, habits.encrypts / 4), 40, 'ask-for-key'),
      reason(
        'servers',
        words(own.accountsByTls, own.accounts),
        part(30, share(own.accountsByTls, own.accounts)),
        30,
        'secure-account',
      ),
      reason('key', own.ownKey ? 'stored' : 'none', own.ownKey ? 20 : 0, 20),
      reason(
        'provider',
        words(own.trustedProviders, own.accounts),
        part(10, share(own.trustedProviders, own.accounts)),
        10,
        'trust-provider',
      ),
    ]),
    context: facetOf([
      reason('company', words(own.contacts, people), part(60, share(own.contacts, people)), 60, 'add-contact'),
      reason('quiet', words(habits.quiet, 4), part(40, habits.quiet / 4), 40, 'no-receipt'),
    ]),
    comportment: facetOf([
      reason(
        'answers-in-the-clear',
        words(habits.answersInClear, 4),
        part(50, 1 - habits.answersInClear / 4),
        50,
        'answer-encrypted',
      ),
      reason('signs', words(habits.signs, 4), part(20, habits.signs / 4), 20),
      reason('keys', words(own.withKey, people), part(30, share(own.withKey, people)), 30, 'ask-for-key'),
    ]),
  }
}
