import { BadgeCheck, CircleAlert, Hourglass, Lock, LockOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Authenticity, PrivacyCard } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import styles from './message.module.css'

const c = classNames(styles)

interface Props {
  readonly card: PrivacyCard
  /** who wrote it, as it is said in "Signed by Amira" */
  readonly who: string
}

/** How a message was protected, and how sure it is whom it is from: an icon and words each, never a colour alone. */
export function MessageChips({ card, who }: Props) {
  const authenticity = useAuthenticityWords(card.authenticity, who)
  const protection = useProtectionWords(card)
  return (
    <>
      {card.authenticity.kind !== 'own' && (
        <Chip
          tone={protection.warn ? 'warn' : 'plain'}
          icon={card.protection.kind === 'none' ? <LockOpen /> : <Lock />}
        >
          {protection.text}
        </Chip>
      )}
      {authenticity !== null && (
        <Chip tone={toneOf(card.authenticity)} icon={iconOf(card.authenticity)}>
          {authenticity}
        </Chip>
      )}
    </>
  )
}

interface ChipProps {
  readonly tone: 'plain' | 'sure' | 'warn' | 'danger'
  readonly icon: ReactNode
  readonly children: string
}

function Chip({ tone, icon, children }: ChipProps) {
  return (
    <span className={c('chip', tone !== 'plain' && tone)} title={children}>
      {icon}
      <bdi>{children}</bdi>
    </span>
  )
}

/** The same for the name of the card: what a screen reader hears of it. */
export function useChipsText(card: PrivacyCard | null, who: string): string | null {
  const nobody: Authenticity = { kind: 'own', domain: null, of: null, pending: false }
  const authenticity = useAuthenticityWords(card?.authenticity ?? nobody, who)
  const { t } = useTranslation()
  if (card === null || card.authenticity.kind === 'own') return null
  const protection = t(`reading.protection.${card.protection.kind}`)
  return [protection, authenticity].filter(Boolean).join(', ')
}

function useProtectionWords({ protection }: PrivacyCard): { readonly text: string; readonly warn: boolean } {
  const { t } = useTranslation()
  return {
    text: t(`reading.protection.${protection.kind}`),
    // Where these people usually encrypt, what is not is worth a look; elsewhere it is how mail is.
    warn: protection.kind === 'none' && protection.usual === 'encrypted',
  }
}

function useAuthenticityWords({ kind, domain, of, pending }: Authenticity, who: string): string | null {
  const { t } = useTranslation()
  switch (kind) {
    case 'own':
      return null
    case 'signed-verified':
      return t('reading.authenticity.signedBy', { who })
    case 'domain':
      return domain ?? t('reading.authenticity.unconfirmed')
    case 'via-list':
      return domain === null ? t('reading.authenticity.viaList') : t('reading.authenticity.via', { domain })
    case 'look-alike':
      return of === null ? t('reading.authenticity.lookAlike') : t('reading.authenticity.lookAlikeOf', { of })
    case 'unconfirmed':
      return t(pending ? 'reading.authenticity.pending' : 'reading.authenticity.unconfirmed')
    default:
      return t(`reading.authenticity.${kind}`)
  }
}

function toneOf({ kind }: Authenticity): ChipProps['tone'] {
  switch (kind) {
    case 'look-alike':
    case 'broken':
      return 'danger'
    case 'unconfirmed':
      return 'plain'
    default:
      return 'sure'
  }
}

function iconOf({ kind, pending }: Authenticity): ReactNode {
  switch (kind) {
    case 'look-alike':
    case 'broken':
      return <CircleAlert />
    case 'unconfirmed':
      return pending ? <Hourglass /> : <CircleAlert />
    default:
      return <BadgeCheck />
  }
}
