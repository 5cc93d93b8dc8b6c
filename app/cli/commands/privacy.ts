import { z } from 'zod'
import { type Client, fail, operations, type PrivacyExplanation } from '../../../core/defs/index.ts'
import { command, field } from '../command.ts'
import { followTasks } from '../progress.ts'
import { inWords as waitingInWords } from '../signatures.ts'

const { privacy } = operations
const { kind: kinds } = privacy.explain.input.shape

/** What an id can be of, in the order in which it is looked for. */
const guessed = ['message', 'discussion', 'contact'] as const
type Kind = PrivacyExplanation['kind']

const explain = command({
  words: ['privacy'],
  summary: privacy.explain.summary,
  positionals: {
    ids: field(z.array(z.string()).min(1), 'ID', {
      many: true,
      description: 'Messages, discussions or contacts; `device` and `own` for this computer and yourself',
    }),
  },
  options: {
    kind: field(kinds.removeDefault().optional(), 'KIND', {
      description: 'message, discussion, contact, device or own, where the id alone does not tell',
    }),
  },
  async run({ ids, kind }, io) {
    const { client } = await io.open()
    for (const id of ids) {
      const explanation = await explainOne(client, id, kind, io.signal)
      io.line(briefly(explanation), inWords(explanation))
    }
  },
})

async function explainOne(
  client: Client,
  id: string,
  kind: Kind | undefined,
  signal: AbortSignal,
): Promise<PrivacyExplanation> {
  const tried: readonly Kind[] = kind !== undefined ? [kind] : id === 'device' || id === 'own' ? [id] : guessed
  for (const one of tried) {
    const found = await client.privacy.explain({ kind: one, ids: [id] }, { signal }).catch((thrown: unknown) => {
      if (isMissing(thrown)) return null
      throw thrown
    })
    const item = found?.items[0]
    if (item !== undefined) return item
  }
  throw fail('not-found', `There is nothing with the id ${id} that could be explained.`)
}

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'problem' in thrown && JSON.stringify(thrown.problem).includes('"not-found"')

const briefly = ({ id, version, overall, technic, context, comportment }: PrivacyExplanation) => ({
  id,
  version,
  overall,
  technic,
  context,
  comportment,
})

function inWords(explanation: PrivacyExplanation): string {
  const { id, overall, pending, weakestMessageId } = explanation
  const facets = (['technic', 'context', 'comportment'] as const).flatMap((name) => {
    const { score, contributions } = explanation[name]
    const rows = contributions.map(({ feature, value, points, of, advice }) => {
      const said = typeof value === 'string' ? value : JSON.stringify(value)
      return `    ${String(points).padStart(4)} / ${String(of).padEnd(3)} ${feature}: ${said}${advice === null ? '' : `  -> ${advice}`}`
    })
    return [`  ${name} ${score}`, ...rows]
  })
  const more = [
    ...(weakestMessageId === null ? [] : [`  weakest message ${weakestMessageId}`]),
    ...(pending.length === 0 ? [] : [`  not known yet: ${pending.join(', ')}`]),
  ]
  return [`${id}  ${overall}`, ...facets, ...more].join('\n')
}

const verify = command({
  words: ['verify'],
  summary: 'Check the signatures of all mail that was not checked yet, or waits for an answer of the DNS',
  options: {
    within: field(z.coerce.number().int().min(1).optional(), 'SECONDS', {
      description: 'Stop after so long; what is left is done the next time',
    }),
  },
  async run({ within }, io) {
    const { client, subscribe } = await io.open()
    const end = followTasks(subscribe, io)
    const done = await client.authentication.verify(within === undefined ? {} : { withinMs: within * 1000 }, {
      signal: io.signal,
      priority: 'batch',
    })
    end()
    const waiting = done.pending + done.left
    io.document(
      done,
      [`${done.checked} checked.`, ...(waiting > 0 ? [waitingInWords(waiting, done.mayAsk)] : [])].join('\n'),
    )
  },
})

export const privacyCommands = [explain, verify]
