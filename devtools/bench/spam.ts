import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { prepareMail } from '../../core/brokers/email/index.ts'
import { junkProbability } from '../../core/importance/classifier.ts'
import { wordsFrom } from '../../core/importance/points.ts'
import { type MailKind, SpamMemory } from '../../core/importance/spam-memory.ts'
import { wordsOf } from '../../core/importance/words.ts'

interface Mail {
  readonly id: string
  readonly kind: MailKind
  readonly folder: string
  readonly words: number[]
}

/** Messages taught of each kind, in the rows of the table; `all`: two of three. */
const lessons = [20, 50, 100, 200, 500] as const

export async function measureSpam(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { junk: { type: 'string', multiple: true }, good: { type: 'string', multiple: true } },
  })
  const mails = [...(await read(values.junk ?? [], 'junk')), ...(await read(values.good ?? [], 'good'))]
  // by hash: the same order everywhere, and no folder before another
  mails.sort((a, b) => (a.id < b.id ? -1 : 1))
  const count = (kind: MailKind) => mails.filter((mail) => mail.kind === kind).length
  const [junk, good] = [count('junk'), count('good')]
  console.log(`${junk} junk, ${good} good\n`)
  console.log('| taught, junk and good | junk found | good taken for junk | undecided |\n| --- | --- | --- | --- |')
  for (const each of lessons) if (each * 2 < Math.min(junk, good)) report(mails, each, each)
  report(mails, Math.floor((junk * 2) / 3), Math.floor((good * 2) / 3))
}

async function read(folders: readonly string[], kind: MailKind): Promise<Mail[]> {
  const mails: Mail[] = []
  for (const folder of folders) {
    for (const name of readdirSync(folder).filter((file) => /\.(eml|raw|txt)$|^[^.]+$/.test(file))) {
      const raw = withoutFromLine(readFileSync(path.join(folder, name)))
      const { search } = await prepareMail(raw, { headersOnly: false })
      const id = createHash('sha256').update(raw).digest('hex')
      mails.push({ id, kind, folder: path.basename(folder), words: wordsOf(search) })
    }
  }
  return mails
}

/** Public corpora are often cut out of an mbox, with the line that parts its messages. */
function withoutFromLine(raw: Buffer): Buffer {
  return raw.subarray(0, 5).toString('latin1') === 'From ' ? raw.subarray(raw.indexOf('\n') + 1) : raw
}

function report(mails: readonly Mail[], junk: number, good: number): void {
  const memory = new SpamMemory()
  const rest: Mail[] = []
  for (const mail of mails) {
    const enough = mail.kind === 'junk' ? memory.junk >= junk : memory.good >= good
    if (enough) rest.push(mail)
    else memory.teach(mail.id, mail.words, mail.kind)
  }
  const said = rest.map((mail) => ({ ...mail, chance: junkProbability(mail.words, memory) }))
  const share = (part: readonly unknown[], of: readonly unknown[]) =>
    `${((100 * part.length) / of.length).toFixed(1)} %`
  const [bad, fine] = [said.filter(({ kind }) => kind === 'junk'), said.filter(({ kind }) => kind === 'good')]
  const wrong = fine.filter(({ chance }) => chance >= wordsFrom)
  const folders = Map.groupBy(wrong, ({ folder }) => folder)
  const where = [...folders].map(([folder, found]) => `${found.length} of ${folder}`).join(', ')
  const found = share(
    bad.filter(({ chance }) => chance >= wordsFrom),
    bad,
  )
  const unsure = share(
    said.filter(({ chance }) => chance < wordsFrom && chance > 1 - wordsFrom),
    said,
  )
  console.log(`| ${junk}, ${good} | ${found} | ${share(wrong, fine)}${where === '' ? '' : ` (${where})`} | ${unsure} |`)
}
