import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type Account,
  type Discovered,
  type Problem,
  type Server,
  security,
  toProblem,
} from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'

/** Text of the fields for one server, before it is checked. */
export interface ServerText {
  readonly host: string
  readonly port: string
  readonly security: Server['security']
  readonly user: string
}

export interface FormText {
  readonly address: string
  readonly name: string
  readonly password: string
  readonly imap: ServerText
  readonly smtp: ServerText
  /** SHA-256 of a certificate that the user has compared, as it was typed */
  readonly certificate: string
}

const emptyServer = (port: string): ServerText => ({ host: '', port, security: 'tls', user: '' })
const emptyForm: FormText = {
  address: '',
  name: '',
  password: '',
  imap: emptyServer('993'),
  smtp: emptyServer('465'),
  certificate: '',
}

/** Under which field a problem belongs; null = under the whole form. */
export function fieldOf(problem: Problem): string | null {
  // The servers are right, or they could not have refused: what is to be typed again is the password.
  if (problem.code === 'auth') return 'password'
  return problem.field ?? null
}

/** The servers as text, from what was found. */
export const toServerText = (server: Server | null, port: string): ServerText =>
  server
    ? { host: server.host, port: String(server.port), security: server.security, user: server.user }
    : emptyServer(port)

/** Fingerprints are shown with colons and in capitals by most programs. */
export const toFingerprint = (text: string): string => text.replace(/[^0-9a-f]/gi, '').toLowerCase()

function toServer({ host, port, security: kind, user }: ServerText): Server {
  return { host: host.trim(), port: Number(port) || 0, security: security.parse(kind), user: user.trim() }
}

/** The state of the form and what happens when it is handed in. */
export function useAccountForm(found: Discovered | null, byHand: boolean, onAdded: (account: Account) => void) {
  const client = useClient()
  const [text, setText] = useState<FormText>(emptyForm)
  const add = useMutation({
    mutationFn: (allowOffline: boolean) => {
      const imap = byHand ? toServer(text.imap) : found?.imap
      const smtp = byHand ? toServer(text.smtp) : found?.smtp
      const withUser = (server: Server) => {
        const { user, ...rest } = server
        return user ? server : rest
      }
      const certificate = toFingerprint(text.certificate)
      return client.accounts.add({
        address: text.address.trim(),
        name: text.name.trim(),
        password: text.password,
        allowOffline,
        ...(imap ? { imap: withUser(imap) } : {}),
        ...(smtp ? { smtp: withUser(smtp) } : {}),
        ...(byHand && certificate ? { trustedCertificate: certificate } : {}),
      })
    },
    onSuccess: onAdded,
  })
  return {
    text,
    set: (change: Partial<FormText>) => {
      setText((old) => ({ ...old, ...change }))
      if (add.isError) add.reset()
    },
    submit: (allowOffline = false) => add.mutate(allowOffline),
    running: add.isPending,
    problem: add.error ? toProblem(add.error) : null,
  }
}
