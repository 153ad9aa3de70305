import type { Ibc, IbcOptions } from '../ibc.ts'
import { acknowledgePacket } from './acknowledge.ts'
import { createChannelKeeper } from './channels.ts'
import { createClientKeeper } from './clients.ts'
import { createConnectionKeeper } from './connections.ts'
import { readPath } from './read-path.ts'
import { recvPacket } from './recv.ts'
import { sendPacket } from './send.ts'
import { timeoutOnClose, timeoutPacket } from './timeout.ts'
import { writeAcknowledgement } from './write-ack.ts'

/** The IBC core of one chain, from its light clients and the apps behind its ports. Throws if two share a name. */
export function createIbc({ clients: modules, apps }: IbcOptions): Ibc {
  if (new Set(modules.map(({ type }) => type)).size !== modules.length)
    throw new TypeError('two light client modules have one type')
  const clients = createClientKeeper(modules)
  const connections = createConnectionKeeper(clients)
  const channels = createChannelKeeper(clients, apps)
  return {
    createClient: clients.create,
    updateClient: clients.update,
    recoverClient: clients.recover,
    connectionOpenInit: connections.openInit,
    connectionOpenTry: connections.openTry,
    connectionOpenAck: connections.openAck,
    connectionOpenConfirm: connections.openConfirm,
    channelOpenInit: channels.openInit,
    channelOpenTry: channels.openTry,
    channelOpenAck: channels.openAck,
    channelOpenConfirm: channels.openConfirm,
    channelCloseInit: channels.closeInit,
    channelCloseConfirm: channels.closeConfirm,
    sendPacket: (state, host, message) => sendPacket(clients, state, host, message),
    recvPacket: (state, host, message) => recvPacket(clients, apps, state, host, message),
    acknowledgePacket: (state, host, message) => acknowledgePacket(clients, apps, state, host, message),
    timeoutPacket: (state, host, message) => timeoutPacket(clients, apps, state, host, message),
    timeoutOnClose: (state, host, message) => timeoutOnClose(clients, apps, state, host, message),
    writeAcknowledgement: (state, _host, message) => writeAcknowledgement(state, message),
    clientStatus: clients.status,
    latestHeight: (view, clientId) => clients.moduleOf(view, clientId)?.latestHeight(view, clientId),
    timestampAt: (view, clientId, height) => clients.moduleOf(view, clientId)?.timestampAt(view, clientId, height),
    clientState: (view, clientId) => clients.moduleOf(view, clientId)?.clientState(view, clientId),
    consensusState: (view, clientId, height) =>
      clients.moduleOf(view, clientId)?.consensusState(view, clientId, height),
    readPath: (view, path) => readPath(clients, view, path),
  }
}
