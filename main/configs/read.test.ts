import { describe, expect, test } from 'vitest'
import { Failure } from '../../core/defs/index.ts'
import { defaultDataDirectory } from './data-directory.ts'
import { configKeys, readConfig } from './index.ts'

const given = (options: { file?: unknown; environment?: Record<string, string>; flags?: Record<string, unknown> }) =>
  readConfig({
    platform: 'linux',
    homeDirectory: '/home/ada',
    environment: options.environment ?? {},
    flags: options.flags ?? {},
    readFile: () =>
      options.file === undefined
        ? null
        : typeof options.file === 'string'
          ? options.file
          : JSON.stringify(options.file),
  })

const refusal = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof Failure) return error.problem
    throw error
  }
  throw new Error('It was taken.')
}

describe('configuration', () => {
  test('holds its defaults where nothing is said, and knows that they are defaults', () => {
    const { config, origins, file } = given({})
    expect(config.storage.engine).toBe('sqlite')
    expect(config.lmtp).toEqual({ port: null, socket: null })
    expect(config.dataDirectory).toBe('/home/ada/.local/share/caliopen')
    expect(file).toBe('/home/ada/.local/share/caliopen/config.json')
    expect(new Set(Object.values(origins))).toEqual(new Set(['default']))
  })

  test('a flag beats the environment, which beats the file, which beats the default', () => {
    const file = { rest: { port: 1 }, 'lmtp.port': 24, sync: { intervalSeconds: 60 } }
    const environment = { CALIOPEN_REST_PORT: '2', CALIOPEN_LMTP_PORT: '25' }
    const { config, origins } = given({ file, environment, flags: { 'rest.port': 3, 'smtp.port': undefined } })
    expect([config.rest.port, config.lmtp.port, config.sync.intervalSeconds, config.smtp.port]).toEqual([
      3,
      25,
      60,
      null,
    ])
    expect(origins).toMatchObject({
      'rest.port': 'flag',
      'lmtp.port': 'environment',
      'sync.intervalSeconds': 'file',
      'smtp.port': 'default',
    })
  })

  test('the data directory comes from a flag, else CALIOPEN_DATA, else the platform', () => {
    const environment = { CALIOPEN_DATA: '/srv/mail' }
    expect(given({ environment }).config.dataDirectory).toBe('/srv/mail')
    expect(given({ environment, flags: { dataDirectory: '/tmp/x' } }).config.dataDirectory).toBe('/tmp/x')
  })

  test('a wrong value is refused with the key, and where it stands', () => {
    expect(refusal(() => given({ file: { lmtp: { port: 'twenty' } } }))).toMatchObject({
      code: 'invalid',
      field: 'lmtp.port',
      source: '/home/ada/.local/share/caliopen/config.json',
    })
    const wrong = refusal(() => given({ environment: { CALIOPEN_STORAGE_ENGINE: 'oracle' } }))
    expect(wrong).toMatchObject({ code: 'invalid', field: 'storage.engine' })
    expect(wrong.message).toContain('CALIOPEN_STORAGE_ENGINE')
    expect(refusal(() => given({ flags: { 'rest.port': 70_000 } }))).toMatchObject({ field: 'rest.port' })
  })

  test('a key that does not exist is refused instead of passed over', () => {
    expect(refusal(() => given({ file: { lmtp: { prt: 24 } } }))).toMatchObject({ code: 'invalid', field: 'lmtp.prt' })
    expect(refusal(() => given({ file: { dataDirectory: '/x' } }))).toMatchObject({ field: 'dataDirectory' })
    expect(refusal(() => given({ file: '{ not json' }))).toMatchObject({ code: 'invalid' })
  })

  test('switches can be turned off in words', () => {
    expect(given({ environment: { CALIOPEN_SYNC_ENABLED: 'false' } }).config.sync.enabled).toBe(false)
    expect(given({ environment: { CALIOPEN_SYNC_ENABLED: 'no' } }).config.sync.enabled).toBe(false)
    expect(given({ file: { sync: { enabled: true } } }).config.sync.enabled).toBe(true)
  })

  test('each setting is documented', () => {
    for (const { key, description } of configKeys) expect(description, key).toMatch(/^[A-Z].*\.$/)
  })
})

test('data lies where each platform keeps it', () => {
  const at = (platform: NodeJS.Platform, environment: Record<string, string> = {}) =>
    defaultDataDirectory({
      platform,
      environment,
      homeDirectory: platform === 'win32' ? 'C:\\Users\\Ada' : '/home/ada',
    })
  expect(at('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/caliopen')
  expect(at('linux', { XDG_DATA_HOME: 'relative' })).toBe('/home/ada/.local/share/caliopen')
  expect(at('darwin')).toBe('/home/ada/Library/Application Support/Caliopen')
  expect(at('win32', { APPDATA: 'D:\\Roaming' })).toBe('D:\\Roaming\\Caliopen')
  expect(at('win32')).toBe('C:\\Users\\Ada\\AppData\\Roaming\\Caliopen')
})
