import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { navigate } from './history.ts'
import { formatRoute, type Route } from './route.ts'

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { readonly to: Route }

/** A link within the program: a real address, opened without loading the page again. */
export function Link({ to, onClick, ...rest }: Props) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    navigate(to)
  }
  return <a {...rest} href={formatRoute(to)} onClick={follow} />
}
