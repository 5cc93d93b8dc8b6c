/** What discovery asks the network, passed in. Each rejects when there is no answer, and when `signal` is aborted. */
export interface DiscoveryNetwork {
  /** RFC 2782; an empty list when there are none */
  resolveSrv(name: string, signal: AbortSignal): Promise<readonly SrvRecord[]>
  resolveMx(
    name: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly exchange: string; readonly priority: number }[]>
  /** GET over HTTPS, at most `maxBytes`; null when there is no such page */
  fetchText(url: string, maxBytes: number, signal: AbortSignal): Promise<string | null>
  /** opens a TLS connection with the system's trust and closes it again; false when nothing that may be trusted answers */
  answersTls(host: string, port: number, signal: AbortSignal): Promise<boolean>
}

export interface SrvRecord {
  readonly name: string
  readonly port: number
  readonly priority: number
  readonly weight: number
}
