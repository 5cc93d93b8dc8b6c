import { wordsOf } from '../words.ts'

export const words = wordsOf(import.meta.glob('./*.json', { eager: true, import: 'default' }))
