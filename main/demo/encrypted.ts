import { createHash } from 'node:crypto'

/**
 * A message as OpenPGP builds it (RFC 9580): the session key for one recipient, then the encrypted data. Nobody has the
 * key: what is in it was never written, and the sample shows how such a message is told from one that can be read.
 */
export function armouredMessage(seed: string, dataBytes: number): string {
  const sessionKey = packet(
    1,
    Buffer.concat([Buffer.from([3]), noise(`${seed} key`, 8), Buffer.from([18]), noise(`${seed} session`, 93)]),
  )
  const data = packet(18, Buffer.concat([Buffer.from([1]), noise(`${seed} data`, dataBytes)]))
  const bytes = Buffer.concat([sessionKey, data])
  const lines = bytes.toString('base64').replaceAll(/.{64}/g, '$&\r\n')
  return `-----BEGIN PGP MESSAGE-----\r\n\r\n${lines}\r\n=${checksum(bytes)}\r\n-----END PGP MESSAGE-----\r\n`
}

/** RFC 9580 section 4.2.1, with a length of five octets. */
function packet(tag: number, body: Buffer): Buffer {
  const head = Buffer.from([0xc0 | tag, 0xff, 0, 0, 0, 0])
  head.writeUInt32BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** The same bytes for the same seed. */
function noise(seed: string, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256').update(`${seed} ${at}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

/** RFC 9580 section 6.1.1. */
function checksum(bytes: Buffer): string {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit += 1) {
      crc <<= 1
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb
    }
  }
  return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]).toString('base64')
}
