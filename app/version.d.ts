/** The version in package.json, put in by the build (devtools/build). */
declare const __CALIOPEN_VERSION__: string
