import type { Tag } from '../../core/defs/index.ts'
import { classNames } from './class-names.ts'
import styles from './tag.module.css'

const c = classNames(styles)

/** The colour of a tag. Decoration: the name stands beside it. */
export function TagDot({ colour }: { readonly colour: Tag['colour'] }) {
  return <i aria-hidden="true" className={c('dot', colour)} />
}

/** A tag by its name. */
export function TagChip({ tag }: { readonly tag: Pick<Tag, 'name' | 'colour'> }) {
  return (
    <span className={c('chip')}>
      <TagDot colour={tag.colour} />
      <bdi className={c('name')}>{tag.name}</bdi>
    </span>
  )
}
