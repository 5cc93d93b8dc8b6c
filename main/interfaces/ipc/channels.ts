/** The channels between the window and the main process: a call, its cancellation, and what happens. */
export const channels = { call: 'caliopen:call', cancel: 'caliopen:cancel', events: 'caliopen:events' } as const
