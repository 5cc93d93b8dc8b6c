import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { mailContent, mailPart, prepareMail } from './index.ts'

/** Other people's test mail: read where it lies, never part of this repository. */
const root = process.env['CALIOPEN_CORPORA'] ?? path.resolve(import.meta.dirname, '../../../../shared/corpora')
const files = existsSync(root)
  ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(eml|raw)$/.test(file))
  : []
if (files.length === 0) console.warn(`No corpora in ${root} (CALIOPEN_CORPORA): nothing is compared with them.`)

const words = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()
const load = (file: string): Buffer => readFileSync(path.join(root, file))

async function readAll(file: string) {
  const raw = load(file)
  const prepared = await prepareMail(raw, { headersOnly: false })
  return {
    raw,
    prepared,
    content: await mailContent(raw),
    from: prepared.participants.find(({ type }) => type === 'from'),
  }
}

/** The share of files for which `same` holds, with the names of the others for the message. */
async function agreement(of: readonly string[], same: (file: string) => Promise<boolean>) {
  const differing: string[] = []
  for (const file of of) if (!(await same(file))) differing.push(path.basename(file))
  return { share: of.length === 0 ? 1 : 1 - differing.length / of.length, differing }
}

describe('the corpora', () => {
  test('are read, every one, and their attachments are as described', async () => {
    for (const file of files) {
      const { raw, prepared } = await readAll(file)
      expect(prepared.bodyState, file).toBe('full')
      for (const { index, name, sizeBytes } of prepared.attachments) {
        const part = await mailPart(raw, index)
        expect([part.name, part.bytes.length], file).toEqual([name, sizeBytes])
      }
    }
  })

  // What differs: raw bytes in encoded words and text in no charset (we read Windows-1252), a first header line that
  // begins with a space (we read it), names without an address in From, embedded messages (an attachment here).
  test('are read as a second parser reads them', async () => {
    const compare = (
      same: (
        mine: Awaited<ReturnType<typeof readAll>>,
        theirs: Awaited<ReturnType<typeof PostalMime.parse>>,
      ) => boolean,
    ) => agreement(files, async (file) => same(await readAll(file), await PostalMime.parse(load(file))))
    const subject = await compare(({ prepared }, mail) => words(prepared.subject) === words(mail.subject))
    const from = await compare((mine, mail) => (mine.from?.address ?? '') === (mail.from?.address ?? ''))
    const text = await compare(
      ({ content }, mail) => words(content.text) === words(mail.text) || (content.html !== null && !mail.text),
    )
    const attachments = await compare(({ prepared }, mail) => prepared.attachments.length === mail.attachments.length)
    expect(subject.share, subject.differing.join(' ')).toBeGreaterThanOrEqual(0.89)
    expect(from.share, from.differing.join(' ')).toBeGreaterThanOrEqual(0.98)
    expect(text.share, text.differing.join(' ')).toBeGreaterThanOrEqual(0.92)
    expect(attachments.share, attachments.differing.join(' ')).toBeGreaterThanOrEqual(0.97)
  })
})

const expectedHeader = z.object({ name: z.unknown(), value: z.unknown() })
const expectedMail = z.object({
  text_body: z.array(z.number()),
  attachments: z.array(z.number()),
  parts: z.array(
    z.object({ headers: z.array(expectedHeader), body: z.record(z.string(), z.unknown()).or(z.string()) }),
  ),
})
const withText = z.object({ Text: z.string() })
const withDate = z.object({
  DateTime: z.record(z.string(), z.number().or(z.boolean())),
})

describe('the expected results of mail-parser', () => {
  const expected = files.filter(
    (file) => existsSync(path.join(root, file.replace(/\.eml$/, '.json'))) && file.endsWith('.eml'),
  )
  const read = (file: string) => {
    const mail = expectedMail.parse(JSON.parse(readFileSync(path.join(root, file.replace(/\.eml$/, '.json')), 'utf8')))
    return { ...mail, header: (name: string) => mail.parts[0]?.headers.find((header) => header.name === name)?.value }
  }

  test('agree in Message-ID and date', async () => {
    const { differing } = await agreement(expected, async (file) => {
      const mail = read(file)
      const { prepared } = await readAll(file)
      const id = withText.safeParse(mail.header('message_id')).data?.Text ?? null
      const date = withDate.safeParse(mail.header('date')).data?.DateTime
      return prepared.messageId === id && prepared.dateMs === (date === undefined ? null : toMs(date))
    })
    expect(differing).toEqual([])
  })

  // What differs: two messages in UTF-7, which we do not decode on purpose; five whose expectation has replacement
  // characters where we read Windows-1252; text files that have a name but no disposition, which we show in the text.
  test('agree in subject, text and attachments but for a few', async () => {
    const subject = await agreement(expected, async (file) => {
      const { prepared } = await readAll(file)
      return words(withText.safeParse(read(file).header('subject')).data?.Text) === words(prepared.subject)
    })
    const text = await agreement(expected, async (file) => {
      const mail = read(file)
      const bodies = mail.text_body.map((part) => withText.safeParse(mail.parts[part]?.body).data?.Text)
      const { content } = await readAll(file)
      return bodies.includes(undefined) || words(bodies.join(' ')) === words(content.text)
    })
    const attachments = await agreement(expected, async (file) => {
      const { prepared } = await readAll(file)
      return read(file).attachments.length === prepared.attachments.length
    })
    expect(subject.share, subject.differing.join(' ')).toBeGreaterThanOrEqual(0.89)
    expect(text.share, text.differing.join(' ')).toBeGreaterThanOrEqual(0.87)
    expect(attachments.share, attachments.differing.join(' ')).toBeGreaterThanOrEqual(0.93)
  })
})

function toMs(date: Record<string, number | boolean>): number {
  const part = (name: string): number => Number(date[name])
  const offset = (part('tz_hour') * 60 + part('tz_minute')) * 60_000 * (date['tz_before_gmt'] === true ? 1 : -1)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) + offset
}
