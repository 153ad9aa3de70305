/** ICS-24 keys of the v1 store, without prefix. ASCII. Commitments use the sender's ids, receipts and acks the receiver's. */
export const paths = {
  clientState: (clientId: string) => `clients/${clientId}/clientState`,
  consensusState: (clientId: string, height: string) => `clients/${clientId}/consensusStates/${height}`,
  connection: (connectionId: string) => `connections/${connectionId}`,
  channel: (portId: string, channelId: string) => `channelEnds/ports/${portId}/channels/${channelId}`,
  commitment: (portId: string, channelId: string, sequence: bigint) =>
    `commitments/ports/${portId}/channels/${channelId}/sequences/${sequence}`,
  receipt: (portId: string, channelId: string, sequence: bigint) =>
    `receipts/ports/${portId}/channels/${channelId}/sequences/${sequence}`,
  acknowledgement: (portId: string, channelId: string, sequence: bigint) =>
    `acks/ports/${portId}/channels/${channelId}/sequences/${sequence}`,
  nextSequenceSend: (portId: string, channelId: string) => `nextSequenceSend/ports/${portId}/channels/${channelId}`,
  nextSequenceRecv: (portId: string, channelId: string) => `nextSequenceRecv/ports/${portId}/channels/${channelId}`,
  nextSequenceAck: (portId: string, channelId: string) => `nextSequenceAck/ports/${portId}/channels/${channelId}`,
}
