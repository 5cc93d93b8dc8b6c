export { describeKey } from './keys.ts'
export { toE164 } from './phones.ts'
export { readCards } from './read-cards.ts'
export { writeCard } from './write-card.ts'
