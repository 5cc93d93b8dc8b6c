import { paintPng } from './mime.ts'
import { people, secondAddress } from './people.ts'

/** A card of the sample's address book. */
export interface DemoContact {
  readonly name: string
  readonly address: string
  readonly phone: string
  readonly organisation: string
  readonly title: string
  readonly note: string
  readonly photo: Buffer | null
}

const amirasPhone = '+33 4 26 00 14 62'

const known: Readonly<Record<string, Partial<DemoContact>>> = {
  'amira@haddad.example': {
    phone: amirasPhone,
    organisation: 'Centre for photographic archives',
    title: 'Restorer',
    note: 'Prefers letters in English, answers in the evening.',
    photo: paintPng(192, 192, 3),
  },
  'jonas.weiss@stadtarchiv.example': {
    phone: '+49 30 90 000 15',
    organisation: 'Stadtarchiv',
    title: 'Archivar',
    photo: paintPng(192, 192, 6),
  },
  'lea@brandt.example': { phone: '+33 4 26 00 19 88', note: 'Owner of the flat in Lyon.' },
  'lihua.chen@uni.example': { organisation: '大学图书馆' },
  'zuzana+konferencia@kniznica.example': { organisation: 'Knižnica', title: 'Programová výberová komisia' },
  'tom@rowing.example': { note: 'Has the keys of the boat shed.' },
}

/** People whose card was filled in by hand; the others are met in the mail. One of them has a second card. */
export function demoContacts(): DemoContact[] {
  const blank = { phone: '', organisation: '', title: '', note: '', photo: null }
  const cards = people.flatMap(({ name, address }) => {
    const facts = known[address]
    return facts === undefined ? [] : [{ ...blank, name, address, ...facts }]
  })
  const { name, address } = secondAddress
  return [...cards, { ...blank, name, address, phone: amirasPhone, organisation: 'Université de Lyon' }]
}

/** Tags of the sample, and what carries them, in the search language. */
export const demoTags = [
  { name: 'Flat in Lyon', colour: 'petrol', importance: 2, query: 'Appartement' },
  { name: 'Archive', colour: 'amber', importance: 1, query: 'Kiste' },
  { name: 'Reading group', colour: 'purple', importance: 0, query: '"reading group"' },
] as const
