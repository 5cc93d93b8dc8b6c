import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { z } from 'zod'
import type { Server } from '../../../core/defs/index.ts'
import { type FoundServers, usableHost } from './found.ts'

const arrays = new Set(['emailProvider', 'incomingServer', 'outgoingServer', 'authentication'])
const attribute = '@'

/** Entities are left alone: a configuration needs none, and expanding them is how small files grow big. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: attribute,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (name) => arrays.has(name),
})

const text = z.union([z.string(), z.object({ '#text': z.string() }).transform((node) => node['#text'])])
const serverNode = z.object({
  [`${attribute}type`]: z.string(),
  hostname: text,
  port: text,
  socketType: text,
  username: text.optional(),
})
const nodes = z.array(z.unknown()).default([])
const document = z.object({
  clientConfig: z.object({
    emailProvider: z.array(z.object({ incomingServer: nodes, outgoingServer: nodes })).min(1),
  }),
})

/**
 * Reads a configuration file in Thunderbird's format (config-v1.1.xml): the first IMAP and SMTP server that is usable,
 * in its order of preference. Servers without TLS are left out. Null when the file is not one.
 */
export function readAutoconfig(xml: string, address: string): FoundServers | null {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml) || XMLValidator.validate(xml) !== true) return null
  const parsed = document.safeParse(parseXml(xml))
  if (!parsed.success) return null
  const [provider] = parsed.data.clientConfig.emailProvider
  return {
    imap: firstServer(provider?.incomingServer ?? [], 'imap', address),
    smtp: firstServer(provider?.outgoingServer ?? [], 'smtp', address),
  }
}

function parseXml(xml: string): unknown {
  try {
    return parser.parse(xml)
  } catch {
    return null // not XML: the same as not a configuration
  }
}

function firstServer(list: readonly unknown[], type: string, address: string): Server | null {
  for (const each of list) {
    const node = serverNode.safeParse(each)
    if (!node.success || node.data[`${attribute}type`] !== type) continue
    const { hostname, port, socketType, username = '%EMAILADDRESS%' } = node.data
    const security = { SSL: 'tls' as const, STARTTLS: 'starttls' as const }[socketType.trim()]
    const number = Number(port)
    const host = usableHost(fill(hostname, address))
    if (security === undefined || host === null || !Number.isInteger(number) || number < 1 || number > 65_535) continue
    return { host, port: number, security, user: fill(username, address).slice(0, 320) }
  }
  return null
}

function fill(template: string, address: string): string {
  const at = address.lastIndexOf('@')
  return template
    .trim()
    .replaceAll('%EMAILADDRESS%', address)
    .replaceAll('%EMAILLOCALPART%', address.slice(0, at))
    .replaceAll('%EMAILDOMAIN%', address.slice(at + 1))
}
