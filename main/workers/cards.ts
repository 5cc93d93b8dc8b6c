import { describeKey, readCards, toE164, writeCard } from '../../core/brokers/vcard/index.ts'
import { encodeBlob, ownBytes } from './encode-blob.ts'
import type { CardQuestion, WorkerAnswers } from './requests.ts'

/** The answer, and what of it is handed over without being copied. */
interface CardAnswer {
  readonly value: WorkerAnswers[CardQuestion['kind']]
  readonly bytes: readonly Uint8Array[]
}

export async function answerCards(question: CardQuestion): Promise<CardAnswer> {
  switch (question.kind) {
    case 'read-cards':
      return read(question)
    case 'write-cards': {
      const { version, blobs } = question
      const cards = question.contacts.map((contact) => writeCard(contact, { version, blobs }))
      const bytes = ownBytes(Buffer.from(cards.join('')))
      return { value: bytes, bytes: [bytes] }
    }
    case 'describe-cards': {
      const e164 = question.numbers.map((number) => toE164(number, question.country))
      return { value: { e164, keys: question.keys.map(({ kind, text }) => describeKey(kind, text)) }, bytes: [] }
    }
  }
}

function read({ file, place, country, withBlobs }: Extract<CardQuestion, { kind: 'read-cards' }>): CardAnswer {
  const { cards, problems, next } = readCards(new Uint8Array(file), place, country)
  const read = cards.map(({ card, line, files }) => ({
    card,
    line,
    blobs: withBlobs ? files.map(({ bytes }) => encodeBlob(bytes)) : [],
  }))
  const bytes = read.flatMap(({ blobs }) => blobs.map((blob) => blob.bytes))
  return { value: { cards: read, problems, next }, bytes }
}
