import { connect } from 'node:net'
import { autoUpdater } from 'electron-updater'
import Connection from 'nodemailer/lib/smtp-connection'

export const rogue = [connect, autoUpdater, Connection]
