import { useEffect, useState } from 'react'
import type { Client } from '../../core/defs/index.ts'
import { useClient } from '../client/index.ts'
import type { PreparedMail } from './prepare.ts'

/** Fetched at once: enough to be quick, few enough that a sender's server is not asked for all at the same moment. */
const AT_ONCE = 4

/** Types that a picture may have. SVG is left out: it is a document, not a picture. */
const PICTURE_TYPE = /^image\/(?:png|gif|jpe?g|pjpeg|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)\b/i

export interface Pictures {
  /** by name in the document, `part:<index>` or `remote:<index>` */
  readonly addresses: ReadonlyMap<string, string>
  readonly failed: number
  readonly pending: number
}

interface Wanted {
  readonly name: string
  load(client: Client, signal: AbortSignal): Promise<{ type: string; bytes: Uint8Array }>
}

/** Fetches the message's own pictures, and the remote ones if they are allowed; trackers never. */
export function usePictures(messageId: string, mail: PreparedMail | null, allowRemote: boolean): Pictures {
  const client = useClient()
  const [pictures, setPictures] = useState<Pictures>(NONE)
  useEffect(() => {
    setPictures(NONE)
    if (mail === null) return undefined
    const abort = new AbortController()
    const addresses = new Map<string, string>()
    const wanted = wantedOf(messageId, mail, allowRemote)
    let failed = 0
    let pending = wanted.length
    const next = async (): Promise<void> => {
      for (let one = wanted.shift(); one !== undefined && !abort.signal.aborted; one = wanted.shift()) {
        const address = await load(one, client, abort.signal)
        if (abort.signal.aborted) {
          if (address !== null) URL.revokeObjectURL(address)
          return
        }
        pending -= 1
        if (address === null) failed += 1
        else addresses.set(one.name, address)
        setPictures({ addresses: new Map(addresses), failed, pending })
      }
    }
    for (let worker = 0; worker < AT_ONCE; worker += 1) void next()
    return () => {
      abort.abort()
      for (const address of addresses.values()) URL.revokeObjectURL(address)
    }
  }, [client, messageId, mail, allowRemote])
  return pictures
}

const NONE: Pictures = { addresses: new Map(), failed: 0, pending: 0 }

function wantedOf(id: string, mail: PreparedMail, allowRemote: boolean): Wanted[] {
  const parts = mail.parts.map(
    (index): Wanted => ({
      name: `part:${index}`,
      load: (client, signal) => client.messages.attachment({ id, index }, { signal }),
    }),
  )
  if (!allowRemote) return parts
  const remote = mail.remote
    .filter(({ kind }) => kind === 'image')
    .map(
      ({ index, url }): Wanted => ({
        name: `remote:${index}`,
        load: (client, signal) => client.messages.remoteImage({ id, url }, { signal }),
      }),
    )
  return [...parts, ...remote]
}

/** The picture as an address that the frame's policy lets it show; null when it cannot be had or is not a picture. */
async function load(wanted: Wanted, client: Client, signal: AbortSignal): Promise<string | null> {
  try {
    const { type, bytes } = await wanted.load(client, signal)
    if (!PICTURE_TYPE.test(type)) return null
    return URL.createObjectURL(new Blob([bytes.slice()], { type }))
  } catch {
    return null // counted by the caller and told in the bar
  }
}
