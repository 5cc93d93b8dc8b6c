import {
  type Feature,
  fail,
  type Handlers,
  type Operations,
  type PrivacyExplanation,
  type TrackerReport,
} from '../defs/index.ts'
import type { AddressBook } from '../discussions/index.ts'
import type { Importance } from '../importance/index.ts'
import type { JudgedMail } from '../ingest/index.ts'
import type { CoreContext } from '../ports.ts'
import { createBackground, type PrivacyBackground } from './background.ts'
import { cardOf, provenDomain } from './card.ts'
import { draftFeatures } from './draft.ts'
import { explanationOf } from './explanation.ts'
import { createFactsReader } from './facts.ts'
import { createHabitBook } from './habits.ts'
import { adviceNames, indexOf, judgeMessage, privacyRules } from './judge/index.ts'
import { createObjectJudge } from './objects.ts'
import { createPeople } from './people.ts'
import { createPlaces } from './places.ts'
import { createScoring, type ScoredMessage } from './scoring.ts'
import { createShown } from './shown.ts'

export type { PrivacyBackground } from './background.ts'

export interface Privacy {
  readonly handlers: Handlers<Operations['privacy']>
  /** for ingest, in the order given; null while the body is still on the server */
  privacyOf(mails: readonly JudgedMail[]): Promise<(PrivacyIndexWithRules | null)[]>
  /** after features of messages have changed, or what else they are judged by: judges them anew and keeps what differs */
  rescore(messageIds: readonly string[]): Promise<void>
  readonly background: PrivacyBackground
}

type PrivacyIndexWithRules = NonNullable<JudgedMail['message']['privacy']>

export interface PrivacyNeeds {
  readonly book: AddressBook
  readonly importance: Pick<Importance, 'judge'>
}

export function createPrivacy(context: CoreContext, { book, importance }: PrivacyNeeds): Privacy {
  const { stores } = context
  const people = createPeople(context, book)
  const habits = createHabitBook(context)
  const places = createPlaces(context)
  const facts = createFactsReader(people, habits)
  const scoring = createScoring(context, { facts, places, importance })
  const objects = createObjectJudge(context, { people, habits, places, scoring })
  const shown = createShown(context)

  async function explainMessages(ids: readonly string[]): Promise<PrivacyExplanation[]> {
    const judged = await scoring.judge(ids)
    const outdated = judged.filter((one) => one.message.bodyState !== 'pending' && !isKept(one))
    if (outdated.length > 0) await scoring.rescore(outdated.map(({ message }) => message.id))
    return Promise.all(
      judged.map(async ({ message, features, ...one }) =>
        explanationOf('message', message.id, one, {
          features,
          bodyPending: message.bodyState === 'pending',
          silenced: await shown.silenced('message', message.id),
        }),
      ),
    )
  }

  async function explainObject(
    kind: Exclude<PrivacyExplanation['kind'], 'message'>,
    id: string,
  ): Promise<PrivacyExplanation> {
    if (kind === 'draft')
      throw fail('invalid', 'A draft is judged while it is written: ask with what stands in it.', { field: 'kind' })
    const judged = await (kind === 'device' || kind === 'own' ? objects[kind]() : objects[kind](id))
    const { weakest, ...rest } = judged
    return explanationOf(kind, id, rest, {
      silenced: await shown.silenced(kind, id),
      ...(weakest === undefined ? {} : { weakest }),
    })
  }

  async function featuresOf(id: string): Promise<readonly Feature[]> {
    const [[message], features] = await Promise.all([stores.messages.get([id]), stores.scores.features([id])])
    if (message === undefined) throw gone()
    return features.get(id) ?? []
  }

  async function report(id: string): Promise<TrackerReport> {
    const [message] = await stores.messages.get([id])
    if (message === undefined) throw gone()
    const [copy] = message.copies
    const raw = copy === undefined ? null : await stores.blobs.get(copy.blob)
    const items = raw === null ? [] : await context.reader.remote(raw)
    const domain = provenDomain(await featuresOf(id))
    return {
      id,
      items,
      trackers: items.filter(({ tracker }) => tracker).length,
      images: items.filter(({ kind, tracker }) => kind === 'image' && !tracker).length,
      provenDomain: domain,
      alwaysShow: domain !== null && (await shown.domains()).has(domain),
    }
  }

  return {
    async privacyOf(mails) {
      const judged = await scoring.judgeItems(mails)
      return mails.map(({ message }, i) => {
        const one = judged[i]
        return message.bodyState === 'pending' || one === undefined
          ? null
          : { ...indexOf(one.judged), rules: privacyRules }
      })
    },
    rescore: (messageIds) => scoring.rescore(messageIds),
    background: createBackground(context, { book, people, habits, scoring }),
    handlers: {
      async explain({ kind, ids }) {
        if (kind === 'message') {
          const items = await explainMessages(ids)
          if (items.length === 0) throw gone()
          return { items }
        }
        const items: PrivacyExplanation[] = []
        for (const id of ids) items.push(await explainObject(kind, id))
        return { items }
      },
      features: async ({ id }) => ({ id, items: [...(await featuresOf(id))] }),
      async draft({ to, cc, bcc, html, attachments }) {
        const about = await facts.ofDraft([...to, ...cc, ...bcc], await places.read())
        const judged = judgeMessage(draftFeatures({ html, attachments }), about)
        return explanationOf('draft', 'draft', judged, { silenced: new Set() })
      },
      async card({ ids }) {
        const [judged, domains] = await Promise.all([scoring.judge(ids), shown.domains()])
        return {
          items: judged.map(({ message, features, facts: about }) => cardOf(message.id, features, about, domains)),
        }
      },
      trackers: ({ id }) => report(id),
      async alwaysShow({ messageId, show }) {
        const domain = provenDomain(await featuresOf(messageId))
        if (domain === null) {
          throw fail(
            'refused',
            'No signature proves which domain this message is from, so its pictures are not always shown. Nothing was changed; they can be shown this once.',
          )
        }
        await shown.setShown(domain, show)
        context.events.emit({ type: 'privacy.changed', messageIds: [messageId], more: true })
        return report(messageId)
      },
      async silence({ kind, id, advice, days }) {
        if (!adviceNames.some((name) => name === advice)) {
          throw fail('invalid', 'There is no such advice. Nothing was changed.', { field: 'advice' })
        }
        await shown.silence(kind, id, advice, days)
        context.events.emit({
          type: 'privacy.changed',
          messageIds: kind === 'message' ? [id] : [],
          more: kind !== 'message',
        })
        return {}
      },
      async status() {
        const [{ messages }, stale, pending] = await Promise.all([
          stores.stats(),
          stores.scores.staleCount(privacyRules),
          stores.records.count('pendingCheck'),
        ])
        return { version: privacyRules, messages, stale, pending }
      },
    },
  }
}

const isKept = (one: ScoredMessage): boolean => {
  const { privacy } = one.message
  const now = indexOf(one)
  return (
    privacy !== null &&
    privacy.rules === privacyRules &&
    privacy.technic === now.technic &&
    privacy.context === now.context &&
    privacy.comportment === now.comportment
  )
}

const gone = () => fail('not-found', 'This message is not here any more. Nothing was changed.')
