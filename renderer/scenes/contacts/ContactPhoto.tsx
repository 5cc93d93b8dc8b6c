import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Contact } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Avatar, classNames } from '../../components/index.ts'
import styles from './contacts.module.css'

const c = classNames(styles)

/** What a card may bring as a picture; anything else is shown as letters. */
const shownTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']

/** The picture of a contact, or their initials. */
export function ContactPhoto({ contact }: { readonly contact: Contact }) {
  const address = useObjectUrl(contact)
  const [broken, setBroken] = useState<string | null>(null)
  if (address === null || broken === address) {
    return <Avatar label={contact.name.full} address={contact.emails[0]?.address ?? contact.name.full} size="large" />
  }
  return <img src={address} alt="" className={c('photo')} onError={() => setBroken(address)} />
}

function useObjectUrl({ id, photo }: Contact): string | null {
  const client = useClient()
  const { data } = useQuery({
    queryKey: [...keys.contacts, 'photo', id, photo?.blob ?? ''],
    queryFn: ({ signal }) => client.contacts.photo({ id }, { signal }),
    enabled: photo !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (data === undefined || !shownTypes.includes(data.type.toLowerCase())) {
      setAddress(null)
      return
    }
    const made = URL.createObjectURL(new Blob([Uint8Array.from(data.bytes)], { type: data.type }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [data])
  return address
}
