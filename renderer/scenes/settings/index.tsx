export function SettingsScene({ page }: { readonly page: string }) {
  return <div>{page}</div>
}
