import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { generateDemo } from './index.ts'

const nowMs = Date.UTC(2026, 10, 24, 15)

test('the sample is the same for the same moment, and each of its messages has a name of its own', () => {
  const once = [...generateDemo(nowMs)].map(({ raw }) => raw.toString('latin1'))
  expect([...generateDemo(nowMs)].map(({ raw }) => raw.toString('latin1'))).toEqual(once)
  const ids = once.map((raw) => /^Message-ID: (<[^>]+>)/m.exec(raw)?.[1])
  expect(new Set(ids).size).toBe(once.length)
})

test('only what came from elsewhere bears the lines of the provider, on top of all others', () => {
  for (const { raw, mailbox } of generateDemo(nowMs)) {
    expect(raw.toString('latin1').startsWith('Authentication-Results: mx.caliopen.example;')).toBe(mailbox !== 'Sent')
  }
})

test('its encrypted messages can be read as such by their two parts', async () => {
  const found = [...generateDemo(nowMs)].filter(({ raw }) => raw.includes('multipart/encrypted'))
  expect(found.length).toBe(3)
  for (const { raw } of found) {
    const { attachments } = await PostalMime.parse(raw, { attachmentEncoding: 'utf8' })
    const [version, data] = attachments.map(({ content }) => String(content))
    expect(version).toMatch(/^Version: 1\s+$/)
    expect(data).toMatch(/^-----BEGIN PGP MESSAGE-----\s+[A-Za-z0-9+/=\s]+-----END PGP MESSAGE-----/)
  }
})
