import { generateKeyPairSync } from 'node:crypto'
import { sealMessage } from 'mailauth/lib/arc/index.js'
import { beforeAll, expect, test } from 'vitest'
import { createSigner, type Signer } from '../../../devtools/fakes/index.ts'
import type { HeardAnswer, VerifyQuestion } from '../../ports.ts'
import { verifyMail } from './index.ts'

const receivedMs = Date.UTC(2026, 10, 24, 9)
const day = Math.floor(receivedMs / 86_400_000)
const nobody: VerifyQuestion = { receivedMs, authservIds: [], hosts: [] }

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const record = `v=DKIM1; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`

let ana: Signer
let listed: Buffer
beforeAll(async () => {
  ana = createSigner('example.org')
  const text =
    'From: Ana <ana@example.org>\r\nTo: list@lists.example\r\nSubject: [List] hello\r\nDate: Tue, 24 Nov 2026 08:59:00 +0000\r\n' +
    'Message-ID: <1@example.org>\r\n\r\nHello\r\n'
  // as the list sends it on: with a footer that breaks the author's signature
  listed = Buffer.concat([await ana.sign(text), Buffer.from('-- \r\nthe list\r\n')])
})

async function sealedBy(signingDomain: string, authResults: string): Promise<Buffer> {
  const headers = await sealMessage(listed, {
    signingDomain,
    selector: 'arc',
    privateKey: pem,
    authResults,
    cv: 'none',
  })
  return Buffer.concat([headers, listed])
}

function verify(raw: Uint8Array, question = nobody, silent = false) {
  const ask = async (name: string): Promise<HeardAnswer> => {
    const heard = { heardFromDay: day, heardToDay: day }
    if (silent) return { kind: 'unreachable', reason: 'no-answer', ...heard }
    if (name === ana.keyName) return { kind: 'found', records: [ana.keyRecord], ...heard }
    if (name.startsWith('arc._domainkey.')) return { kind: 'found', records: [record], ...heard }
    return { kind: 'none', exists: false, ...heard }
  }
  return verifyMail(raw, question, ask)
}

const vouching = 'mx.google.com; dkim=pass header.d=example.org; dmarc=pass header.from=example.org'

test('mail over a list is vouched for by a known sealer who had found the author proven', async () => {
  const verified = await verify(await sealedBy('google.com', vouching))
  expect(verified.dkim).toMatchObject({ result: 'fail', reason: 'body-changed' })
  expect(verified.arc).toMatchObject({ result: 'pass', domain: 'google.com', aligned: true })
  expect(verified.provider).toEqual({})
})

test('anybody can seal: a chain that holds proves nothing by itself', async () => {
  const stranger = await verify(await sealedBy('evil.example', 'evil.example; dkim=pass header.d=example.org'))
  expect(stranger.arc).toMatchObject({ result: 'neutral', domain: 'evil.example', reason: 'unknown-sealer' })
  const honest = await verify(await sealedBy('google.com', 'mx.google.com; dkim=fail header.d=example.org'))
  expect(honest.arc).toMatchObject({ result: 'neutral', reason: 'not-vouched' })
})

test('the seal of the user’s own provider stands for its words', async () => {
  const question = { ...nobody, authservIds: ['mx.home.example'], hosts: ['mx.home.example'] }
  const results = 'mx.home.example; dkim=pass header.d=example.org; spf=pass smtp.mailfrom=ana@example.org'
  const own = await verify(await sealedBy('home.example', results), question)
  expect(own.provider).toMatchObject({
    dkim: { result: 'pass', domain: 'example.org', by: 'mx.home.example' },
    spf: { result: 'pass', domain: 'example.org' },
  })
  const borrowed = await verify(await sealedBy('evil.example', results), question)
  expect(borrowed.provider).toEqual({})
})

test('a chain that was tampered with is broken, and waits while the DNS is silent', async () => {
  const sealed = (await sealedBy('google.com', vouching)).toString('latin1')
  const changed = sealed.replace('dkim=pass', 'dkim=fail')
  expect(changed).not.toBe(sealed)
  expect((await verify(Buffer.from(changed, 'latin1'))).arc).toMatchObject({ result: 'fail', reason: 'broken-chain' })
  expect((await verify(Buffer.from(sealed, 'latin1'), nobody, true)).arc).toMatchObject({
    result: 'pending',
    reason: 'no-answer',
  })
})
