import { describe, expect, test } from 'vitest'
import { mails } from './fixtures/mails.ts'
import { mailContent, mailPart, prepareMail } from './index.ts'

/** Hashes change with every byte of a fixture and say nothing to a reader of the golden file. */
function readable<T extends object>(prepared: T) {
  return Object.fromEntries(Object.entries(prepared).filter(([key]) => !/Hash$|Print$/.test(key)))
}

describe('what is read of', () => {
  test.each(Object.entries(mails))('%s', async (name, raw) => {
    const prepared = await prepareMail(raw, { headersOnly: false })
    const content = await mailContent(raw)
    const parts = await Promise.all(
      prepared.attachments.map(async ({ index }) => {
        const part = await mailPart(raw, index)
        return { name: part.name, type: part.type, bytes: Buffer.from(part.bytes).toString('latin1').slice(0, 60) }
      }),
    )
    const golden = `${JSON.stringify({ prepared: readable(prepared), content, parts }, null, 2)}\n`
    await expect(golden).toMatchFileSnapshot(`fixtures/golden/${name.replace(/[^\w]+/g, '-')}.snap`)
  })
})
