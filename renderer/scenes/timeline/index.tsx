import type { Route } from '../../routing/index.ts'

export function MailScene({ route }: { readonly route: Route }) {
  return <div>{route.name}</div>
}
