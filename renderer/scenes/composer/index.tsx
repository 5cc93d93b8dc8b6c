interface Props {
  readonly draftId: string
  /** `docked`: at the foot of a discussion; `pane`: fills the reading pane */
  readonly placement: 'docked' | 'pane'
  /** the draft was sent, thrown away or put aside */
  readonly onClose: () => void
}

export function Composer({ draftId }: Props) {
  return <div>{draftId}</div>
}
