import type { Message } from '../defs/index.ts'

export interface TreeNode {
  readonly id: string
  /** the message it answers, if that is here */
  readonly parentId: string | null
  readonly depth: number
}

type TreeMail = Pick<Message, 'id' | 'messageId' | 'inReplyTo' | 'references' | 'sortMs'>

/**
 * The messages of a thread in reading order: answers below what they answer, older before newer (JWZ without its empty
 * containers: an answer to a message that is not here hangs on the nearest ancestor that is). No loops, whatever the
 * headers say.
 */
export function threadTree(mails: readonly TreeMail[]): TreeNode[] {
  const byMessageId = new Map<string, TreeMail>()
  for (const mail of mails) {
    if (mail.messageId !== null && !byMessageId.has(mail.messageId)) byMessageId.set(mail.messageId, mail)
  }
  const parents = new Map<string, string>()
  for (const mail of mails) {
    const parent = [...mail.references, ...mail.inReplyTo]
      .reverse()
      .flatMap((id) => byMessageId.get(id) ?? [])
      .find((candidate) => candidate.id !== mail.id && !isBelow(parents, candidate.id, mail.id))
    if (parent !== undefined) parents.set(mail.id, parent.id)
  }
  const children = Map.groupBy(
    [...mails].sort((a, b) => a.sortMs - b.sortMs),
    ({ id }) => parents.get(id) ?? null,
  )
  const nodes: TreeNode[] = []
  const open = (children.get(null) ?? []).map((mail): TreeNode => ({ id: mail.id, parentId: null, depth: 0 })).reverse()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node)
    const { id, depth } = node
    for (const child of [...(children.get(id) ?? [])].reverse()) {
      open.push({ id: child.id, parentId: id, depth: depth + 1 })
    }
  }
  return nodes
}

function isBelow(parents: ReadonlyMap<string, string>, id: string, ancestor: string): boolean {
  for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) if (at === ancestor) return true
  return false
}
