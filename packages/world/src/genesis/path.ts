import type { ChannelEndpoint } from '@pegzone/relayer'

/** The one path of a world, by the ids that a handshake on fresh chains gives. */
export const path: { readonly ethereum: ChannelEndpoint; readonly cosmos: ChannelEndpoint } = {
  ethereum: { clientId: 'attestation-0', connectionId: 'connection-0', portId: 'transfer', channelId: 'channel-0' },
  cosmos: { clientId: '06-solomachine-0', connectionId: 'connection-0', portId: 'transfer', channelId: 'channel-0' },
}
