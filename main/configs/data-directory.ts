import path from 'node:path'

/** What the place of the data depends on; passed in, so that every platform can be tested on any. */
export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly homeDirectory: string
}

/**
 * Where a program keeps a person's data: XDG Base Directory on Linux and the like, Application Support on macOS,
 * %APPDATA% on Windows. XDG asks that a relative XDG_DATA_HOME be ignored.
 */
export function defaultDataDirectory({ platform, environment, homeDirectory }: Surroundings): string {
  if (platform === 'win32') {
    const roaming = environment['APPDATA'] ?? path.win32.join(homeDirectory, 'AppData', 'Roaming')
    return path.win32.join(roaming, 'Caliopen')
  }
  if (platform === 'darwin') return path.posix.join(homeDirectory, 'Library', 'Application Support', 'Caliopen')
  const asked = environment['XDG_DATA_HOME'] ?? ''
  const base = path.posix.isAbsolute(asked) ? asked : path.posix.join(homeDirectory, '.local', 'share')
  return path.posix.join(base, 'caliopen')
}
