import { CircleHelp, Lock, LockOpen, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ContactedServer } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import { fullDate, rowTime, sizeText, useLocale } from '../../language/index.ts'
import styles from './connections.module.css'
import { ErrandText } from './ErrandText.tsx'

const c = classNames(styles)

/** How many reasons of one server are told. */
const shownErrands = 3

/** A row a server. */
export function Servers({ servers }: { readonly servers: readonly ContactedServer[] }) {
  const { t } = useTranslation()
  return (
    <div className={c('tableBox')}>
      <table className={c('table')}>
        <thead>
          <tr>
            <th scope="col">{t('connections.server')}</th>
            <th scope="col">{t('connections.protection')}</th>
            <th scope="col" className={c('number')}>
              {t('connections.amount')}
            </th>
            <th scope="col" className={c('number')}>
              {t('connections.last')}
            </th>
          </tr>
        </thead>
        <tbody>
          {servers.map((server) => (
            <ServerRow key={`${server.service} ${server.host}:${server.port}`} server={server} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ServerRow({ server }: { readonly server: ContactedServer }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { host, port, errands, bytesIn, bytesOut, openNow, lastAtMs, problem, service, times } = server
  const state = problem !== null ? 'failed' : openNow > 0 ? 'open' : 'closed'
  // The system asks for names on behalf of the program: how many bytes that took is not known.
  const isAsked = service === 'names' && bytesIn + bytesOut === 0
  return (
    <tr>
      <td>
        <span className={c('server')}>
          <i
            role="img"
            aria-label={t(`connections.state.${state}`)}
            title={t(`connections.state.${state}`)}
            className={c('dot', state)}
          />
          <span>
            <code title={server.address ?? undefined}>{port === 0 ? host : `${host}:${port}`}</code>
            <span className={c('why')}>
              {errands.slice(0, shownErrands).map(({ errand, lastAtMs: at }) => (
                <span key={`${JSON.stringify(errand)} ${at}`}>
                  <ErrandText errand={errand} />
                </span>
              ))}
              {service === 'names' && <span>{t('connections.names', { count: times })}</span>}
              {problem && <span className={c('trouble')}>{problem.message}</span>}
            </span>
          </span>
        </span>
      </td>
      <td>
        <ProtectionChip server={server} />
      </td>
      <td className={c('number')}>{isAsked ? '–' : sizeText(bytesIn + bytesOut, locale)}</td>
      <td className={c('number')}>
        <time dateTime={new Date(lastAtMs).toISOString()} title={fullDate(lastAtMs, locale)}>
          {openNow > 0 ? t('connections.now') : rowTime(lastAtMs, Date.now(), locale)}
        </time>
      </td>
    </tr>
  )
}

/** How the latest connection was protected; a server that never answered was neither in the clear nor encrypted. */
function ProtectionChip({ server: { service, address, protection } }: { readonly server: ContactedServer }) {
  const { t } = useTranslation()
  if (protection) {
    const { cipher, certificate, protocol } = protection
    return (
      <span className={c('chip')} title={[cipher, certificate?.issuer].filter(Boolean).join(' · ')}>
        <Lock />
        {protocol.replace(/^TLSv/, 'TLS ')}
      </span>
    )
  }
  if (service === 'names') {
    return (
      <span className={c('chip')} title={t('connections.questionsText')}>
        <CircleHelp />
        {t('connections.questions')}
      </span>
    )
  }
  return (
    <span className={c('chip')}>
      {address === null ? <Unplug /> : <LockOpen />}
      {t(address === null ? 'connections.notReached' : 'connections.clear')}
    </span>
  )
}
