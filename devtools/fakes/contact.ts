import { blankCard, blankName, type Contact } from '../../core/defs/index.ts'

/** A contact with nothing but what a test says of it. */
export function fakeContact({
  name,
  ...change
}: Partial<Omit<Contact, 'name'>> & { name?: Partial<Contact['name']> } = {}): Contact {
  return {
    ...blankCard(),
    id: 'contact-1',
    own: false,
    confirmed: true,
    tagIds: [],
    name: { ...blankName(), ...name },
    photo: null,
    uid: '',
    written: {},
    revision: 1,
    createdAtMs: 0,
    updatedAtMs: 0,
    ...change,
  }
}

/** An e-mail address of a contact. */
export const fakeEmail = (address: string): Contact['emails'][number] => ({
  address,
  label: '',
  types: [],
  preferred: false,
  written: null,
})
