import { createServer, type Socket } from 'node:net'

/** One command of the client: its tag, its name in capitals (`UID FETCH` in two words) and the rest of the line. */
export interface ImapCommand {
  readonly tag: string
  readonly name: string
  readonly rest: string
}

/** Answers lines without CRLF; a line may hold CRLF for literals. `null`: the usual answer; `drop`: cut the connection. */
export type ScriptedAnswer = readonly string[] | null | 'drop'

export interface ScriptedImap {
  readonly port: number
  readonly commands: ImapCommand[]
  close(): Promise<void>
}

/**
 * An IMAP server that says what a test wants it to say, for lies that no real server tells. What the script leaves
 * (`null`) is answered as an empty, plain IMAP4rev1 server would.
 */
export async function startScriptedImap(script: (command: ImapCommand) => ScriptedAnswer): Promise<ScriptedImap> {
  const commands: ImapCommand[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setEncoding('utf8')
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.write('* OK ready\r\n')
    let buffer = ''
    socket.on('data', (chunk: string) => {
      buffer += chunk
      for (let end = buffer.indexOf('\r\n'); end !== -1; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        if (line === 'DONE') continue
        const command = parse(line)
        commands.push(command)
        const answer = script(command) ?? usual(command)
        if (answer === 'drop') socket.destroy()
        else for (const text of answer) socket.write(`${text}\r\n`)
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    commands,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function parse(line: string): ImapCommand {
  const [tag = '', first = '', second = '', ...more] = line.split(' ')
  const name = first.toUpperCase()
  return name === 'UID'
    ? { tag, name: `UID ${second.toUpperCase()}`, rest: more.join(' ') }
    : { tag, name, rest: [second, ...more].join(' ') }
}

function usual({ tag, name }: ImapCommand): readonly string[] {
  const ok = `${tag} OK done`
  if (name === 'CAPABILITY') return ['* CAPABILITY IMAP4rev1', ok]
  if (name === 'LIST') return ['* LIST (\\HasNoChildren) "/" INBOX', ok]
  if (name === 'STATUS') return ['* STATUS INBOX (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 1 UNSEEN 0)', ok]
  if (name === 'SELECT' || name === 'EXAMINE') {
    return ['* FLAGS (\\Seen)', '* 0 EXISTS', '* OK [UIDVALIDITY 1] ok', '* OK [UIDNEXT 1] ok', ok]
  }
  if (name === 'LOGOUT') return ['* BYE', ok]
  return [ok]
}
