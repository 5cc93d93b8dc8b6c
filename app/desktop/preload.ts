import { contextBridge, ipcRenderer } from 'electron'

/** The only bridge between the window and the program. The channels are those of main/interfaces/ipc. */
contextBridge.exposeInMainWorld('caliopen', {
  call: (name: string, input: unknown, callId?: string) => ipcRenderer.invoke('caliopen:call', name, input, callId),
  cancel: (callId: string) => ipcRenderer.send('caliopen:cancel', callId),
  subscribe(listener: (event: unknown) => void) {
    const pass = (_: unknown, event: unknown) => listener(event)
    ipcRenderer.on('caliopen:events', pass)
    return () => ipcRenderer.off('caliopen:events', pass)
  },
})
