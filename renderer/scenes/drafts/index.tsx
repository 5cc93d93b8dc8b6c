export function DraftsScene({ openId }: { readonly openId: string | null }) {
  return <div>{openId}</div>
}
