import { useTranslation } from 'react-i18next'
import { classNames, TagDot } from '../components/index.ts'
import { Link, listRoute } from '../routing/index.ts'
import { useTags } from '../window/index.ts'
import styles from './rail.module.css'
import { UnreadCount } from './UnreadCount.tsx'

const c = classNames(styles)

/** The tags, each to what carries it. */
export function TagList({ view }: { readonly view: string | null }) {
  const { t } = useTranslation()
  const { items } = useTags()
  // A tag of a server that nothing carries is not worth a line; one's own is there to be used.
  const shown = items.filter(({ kind, messages }) => kind === 'user' || messages > 0)
  if (shown.length === 0) return null
  return (
    <>
      <h2 className={c('section')}>{t('shell.tags.title')}</h2>
      {shown.map((tag) => (
        <Link
          key={tag.id}
          to={listRoute(`tag:${tag.id}`)}
          className={c('item', 'tag')}
          title={tag.name}
          aria-current={view === `tag:${tag.id}` ? 'page' : undefined}
        >
          <TagDot colour={tag.colour} />
          <bdi className={c('label')}>{tag.name}</bdi>
          <UnreadCount count={tag.unread} />
        </Link>
      ))}
    </>
  )
}
