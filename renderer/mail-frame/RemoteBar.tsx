import { BadgeCheck, ChevronDown, EyeOff, Image } from 'lucide-react'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { Button, classNames, Dialog, IconButton, Menu, MenuItem, Notice } from '../components/index.ts'
import { listText, useLocale } from '../language/index.ts'
import styles from './mail-frame.module.css'
import type { RemoteReference } from './remote-content.ts'
import type { Pictures } from './use-pictures.ts'
import { useProvenDomain } from './use-proven-domain.ts'
import type { RemoteConsent } from './use-remote-consent.ts'

const c = classNames(styles)

interface Props {
  readonly messageId: string
  readonly remote: readonly RemoteReference[]
  readonly consent: RemoteConsent
  readonly pictures: Pictures
}

/** Says what a message would have fetched, and lets the user fetch its pictures. Trackers are never fetched. */
export function RemoteBar({ messageId, remote, consent, pictures }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [reported, setReported] = useState(false)
  const images = remote.filter(({ kind }) => kind === 'image').length
  const trackers = remote.filter(({ kind }) => kind === 'tracker')
  const blockedImages = consent.allowed ? 0 : images
  const first = trackers[0]
  const domain = useProvenDomain(messageId, images > 0)
  if (blockedImages + trackers.length + pictures.failed === 0 && domain?.always !== true) return null
  const counted = [
    blockedImages > 0 && t('mailFrame.images', { count: blockedImages }),
    trackers.length > 0 && t('mailFrame.trackers', { count: trackers.length }),
  ].filter((part) => part !== false)
  const report = () => setReported(true)
  return (
    <>
      <Notice
        kind="info"
        icon={<EyeOff />}
        actions={
          <span className={c('barButtons')}>
            {blockedImages > 0 ? (
              <Button size="small" onPress={consent.allowOnce}>
                {t('mailFrame.showImages')}
              </Button>
            ) : null}
            <Menu
              label={t('mailFrame.remoteMenu')}
              trigger={
                <IconButton label={t('mailFrame.remoteMenu')}>
                  <ChevronDown />
                </IconButton>
              }
            >
              {blockedImages > 0 ? (
                <MenuItem icon={<Image />} onAction={consent.allowOnce}>
                  {t('mailFrame.showOnce')}
                </MenuItem>
              ) : null}
              {domain && (
                <MenuItem icon={<BadgeCheck />} onAction={() => domain.show(!domain.always)}>
                  {t(domain.always ? 'mailFrame.showNoMore' : 'mailFrame.showAlways', { domain: domain.name })}
                </MenuItem>
              )}
              <MenuItem onAction={report}>{t('mailFrame.report')}</MenuItem>
            </Menu>
          </span>
        }
      >
        {counted.length === 0 && domain?.always === true && t('mailFrame.alwaysShown', { domain: domain.name })}
        {counted.length > 0 && <b>{t('mailFrame.notLoaded', { what: listText(counted, locale) })}</b>}{' '}
        {first !== undefined && (
          <Trans
            i18nKey="mailFrame.wouldReport"
            values={{ host: first.company ?? first.host }}
            components={{ b: <b /> }}
          />
        )}
        {pictures.failed > 0 && ` ${t('mailFrame.notFetched', { count: pictures.failed })}`}
      </Notice>
      <Dialog title={t('mailFrame.reportTitle')} isOpen={reported} onClose={() => setReported(false)}>
        <ul className={c('report')}>
          {remote.map((reference) => (
            <li key={reference.index}>
              <b>
                {t(reference.kind === 'tracker' ? 'mailFrame.tracker' : 'mailFrame.image')} ·{' '}
                {reference.company ?? reference.host}
              </b>
              <span className={c('why')}>
                {reference.reasons.map((reason) => t(`mailFrame.reason.${reason}`)).join(' ')}
              </span>
              <code>{reference.url}</code>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}
