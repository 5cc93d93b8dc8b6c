import type { Contact } from '../../core/defs/index.ts'

/** A contact with nothing but what a test says of it. */
export function fakeContact({
  name,
  ...change
}: Partial<Omit<Contact, 'name'>> & { name?: Partial<Contact['name']> } = {}): Contact {
  return {
    id: 'contact-1',
    kind: 'person',
    own: false,
    confirmed: true,
    name: { ...nameless, ...name },
    nicknames: [],
    emails: [],
    phones: [],
    ims: [],
    socials: [],
    organisations: [],
    postals: [],
    dates: [],
    urls: [],
    notes: [],
    groups: [],
    members: [],
    keys: [],
    tagIds: [],
    language: '',
    timezone: '',
    extra: [],
    photo: null,
    uid: '',
    written: {},
    revision: 1,
    createdAtMs: 0,
    updatedAtMs: 0,
    ...change,
  }
}

const nameless: Contact['name'] = {
  full: '',
  prefix: '',
  given: '',
  additional: '',
  family: '',
  suffix: '',
  phoneticGiven: '',
  phoneticAdditional: '',
  phoneticFamily: '',
}

/** An e-mail address of a contact. */
export const fakeEmail = (address: string): Contact['emails'][number] => ({
  address,
  label: '',
  types: [],
  preferred: false,
  written: null,
})
