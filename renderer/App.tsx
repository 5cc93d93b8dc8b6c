import { ClientProvider, type Connection } from './client/index.ts'
import { LocaleProvider } from './language/index.ts'
import { Appearance, Shell } from './shell/index.ts'
import { ToastProvider } from './window/index.ts'

/** Everything that every scene may count on, and the scenes in the shell. */
export function App({ connection }: { readonly connection: Connection }) {
  return (
    <ClientProvider connection={connection}>
      <LocaleProvider>
        <ToastProvider>
          <Appearance>
            <Shell />
          </Appearance>
        </ToastProvider>
      </LocaleProvider>
    </ClientProvider>
  )
}
