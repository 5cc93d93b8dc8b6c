import { Download, Plus, Search, Upload, UserRoundPlus } from 'lucide-react'
import { useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toProblem } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { classNames, ErrorNotice, IconButton, Menu, MenuItem, Segments, TextField } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { navigate } from '../../routing/index.ts'
import { useToasts } from '../../window/index.ts'
import { ContactRows } from './ContactRows.tsx'
import styles from './contacts.module.css'
import { ImportDialog } from './ImportDialog.tsx'
import { type Confirmed, useContactList } from './use-contact-list.ts'
import { useExport } from './use-export.ts'

const c = classNames(styles)

/** Everybody by letter, narrowed as one types. */
export function ContactList({ openId }: { readonly openId: string | null }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [text, setText] = useState('')
  const [confirmed, setConfirmed] = useState<Confirmed>('all')
  const list = useContactList(useDeferredValue(text.trim()), confirmed)
  const narrowed = text.trim() !== '' || confirmed !== 'all'
  return (
    <section aria-label={t('contacts.title')} data-pane="list" className={c('list')}>
      <Head total={list.total} />
      <div className={c('filter')}>
        <TextField
          label={t('contacts.filter')}
          placeholder={t('contacts.filterHint')}
          type="search"
          value={text}
          onChange={setText}
          end={<Search aria-hidden="true" />}
        />
        <Segments
          label={t('contacts.which')}
          value={confirmed}
          choices={[
            { key: 'all', label: t('contacts.all') },
            { key: 'yes', label: t('contacts.confirmed') },
            { key: 'no', label: t('contacts.unconfirmed') },
          ]}
          onChange={setConfirmed}
        />
      </div>
      {list.error ? (
        <ErrorNotice error={list.error} />
      ) : list.contacts?.length === 0 ? (
        <p className={c('empty')}>{narrowed ? t('contacts.noneFit') : t('contacts.none')}</p>
      ) : (
        <ContactRows
          contacts={list.contacts ?? []}
          letters={text.trim() === ''}
          openId={openId}
          onEnd={list.hasMore ? list.loadMore : null}
        />
      )}
      <p className={c('said')} role="status">
        {narrowed && list.contacts && t('contacts.found', { count: list.total, shown: countText(list.total, locale) })}
      </p>
    </section>
  )
}

function Head({ total }: { readonly total: number }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const toasts = useToasts()
  const exportAll = useExport()
  const [file, setFile] = useState<File | null>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const make = () => {
    client.contacts.create({ set: { confirmed: true, name: { full: t('contacts.newName') } } }).then(
      ({ contact }) => navigate({ name: 'contact', id: contact.id }),
      (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }),
    )
  }
  return (
    <header className={c('head')}>
      <h1>{t('contacts.title')}</h1>
      <span className={c('count')}>{countText(total, locale)}</span>
      <IconButton label={t('contacts.new')} onPress={make}>
        <Plus />
      </IconButton>
      <Menu
        label={t('contacts.exchangeFiles')}
        trigger={
          <IconButton label={t('contacts.exchangeFiles')}>
            <UserRoundPlus />
          </IconButton>
        }
      >
        <MenuItem icon={<Upload />} onAction={() => chooser.current?.click()}>
          {t('contacts.import')}
        </MenuItem>
        <MenuItem icon={<Download />} onAction={() => exportAll('4.0')}>
          {t('contacts.export4')}
        </MenuItem>
        <MenuItem icon={<Download />} onAction={() => exportAll('3.0')}>
          {t('contacts.export3')}
        </MenuItem>
      </Menu>
      <input
        ref={chooser}
        type="file"
        accept=".vcf,.vcard,text/vcard"
        aria-label={t('contacts.import')}
        hidden
        onChange={(event) => {
          setFile(event.target.files?.[0] ?? null)
          event.target.value = ''
        }}
      />
      {file && <ImportDialog file={file} onClose={() => setFile(null)} />}
    </header>
  )
}
