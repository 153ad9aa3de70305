import type { Catalogue, Rejection } from '@pegzone/outcome'
import type { Height } from './host.ts'
import { heightText } from './host.ts'

type Of<C extends string, F = unknown> = { readonly code: C } & Readonly<F>
type ClientDetail = { clientId: string; detail: string }
type ChannelAt = { portId: string; channelId: string }

/** Everything this package refuses with. One code per cause. */
export type IbcRejection =
  | Of<'IBC_IDENTIFIER_INVALID', { kind: 'client' | 'connection' | 'channel' | 'port'; identifier: string }>
  // ICS-02
  | Of<'IBC_CLIENT_TYPE_UNKNOWN', { typeUrl: string }>
  | Of<'IBC_CLIENT_TYPE_NOT_ALLOWED', { clientType: string }>
  | Of<'IBC_CLIENT_NOT_FOUND', { clientId: string }>
  | Of<'IBC_CLIENT_NOT_ACTIVE', { clientId: string; status: string }>
  | Of<'IBC_CLIENT_STATE_INVALID', { detail: string }>
  | Of<'IBC_CLIENT_HEIGHT_ZERO', { clientId: string }>
  | Of<'IBC_CONSENSUS_NOT_FOUND', { clientId: string; height: Height }>
  | Of<'IBC_HEADER_INVALID', ClientDetail>
  | Of<'IBC_MISBEHAVIOUR_INVALID', ClientDetail>
  | Of<'IBC_CLIENT_SUBSTITUTE_INVALID', ClientDetail>
  // proofs
  | Of<'IBC_PROOF_MALFORMED', ClientDetail>
  | Of<'IBC_PROOF_TIMESTAMP_OLD', { clientId: string; stored: bigint; signed: bigint }>
  | Of<'IBC_PROOF_SIGNATURE_INVALID', ClientDetail>
  | Of<'IBC_PROOF_SIGNATURE_MALLEABLE', { clientId: string }>
  | Of<'IBC_PROOF_SIGNER_UNKNOWN', { clientId: string; signer: string }>
  | Of<'IBC_PROOF_SIGNER_REPEATED', { clientId: string; signer: string }>
  | Of<'IBC_PROOF_SIGNATURES_UNSORTED', { clientId: string }>
  | Of<'IBC_PROOF_THRESHOLD_NOT_REACHED', { clientId: string; have: number; need: number }>
  | Of<'IBC_PROOF_HEIGHT_MISMATCH', { clientId: string; attested: bigint; asked: Height }>
  | Of<'IBC_PROOF_PATH_MISSING', { clientId: string; path: string }>
  | Of<'IBC_PROOF_VALUE_MISMATCH', { clientId: string; path: string }>
  // ICS-03
  | Of<'IBC_CONNECTION_NOT_FOUND', { connectionId: string }>
  | Of<'IBC_CONNECTION_STATE', { connectionId: string; state: string; need: string }>
  | Of<'IBC_CONNECTION_VERSION', { detail: string }>
  | Of<'IBC_CONNECTION_COUNTERPARTY_INVALID', { detail: string }>
  // ICS-04 channels
  | Of<'IBC_PORT_NOT_BOUND', { portId: string }>
  | Of<'IBC_CHANNEL_NOT_FOUND', ChannelAt>
  | Of<'IBC_CHANNEL_STATE', ChannelAt & { state: string; need: string }>
  | Of<'IBC_CHANNEL_HOPS', { hops: number }>
  | Of<'IBC_CHANNEL_ORDER_UNSUPPORTED', { ordering: string; connectionId: string }>
  // ICS-04 packets
  | Of<'IBC_PACKET_INVALID', { detail: string }>
  | Of<'IBC_PACKET_DATA_TOO_LONG', { length: number; limit: number }>
  | Of<'IBC_PACKET_COUNTERPARTY_MISMATCH', { detail: string }>
  | Of<'IBC_TIMEOUT_ELAPSED', { height: Height; timestamp: bigint }>
  | Of<'IBC_TIMEOUT_NOT_REACHED', { height: Height; timestamp: bigint }>
  | Of<'IBC_PACKET_COMMITMENT_MISMATCH', ChannelAt & { sequence: bigint }>
  | Of<'IBC_PACKET_OUT_OF_ORDER', { sequence: bigint; next: bigint }>
  | Of<'IBC_PACKET_ALREADY_RECEIVED', { sequence: bigint; next: bigint }>
  | Of<'IBC_PACKET_NOT_AWAITING_ACK', ChannelAt & { sequence: bigint }>
  | Of<'IBC_ACK_EXISTS', ChannelAt & { sequence: bigint }>
  | Of<'IBC_ACK_INVALID', { detail: string }>
  /** The app behind the port refused; `cause` is its own refusal. */
  | Of<'IBC_APP_REFUSED', { portId: string; cause: Rejection }>

const at = ({ portId, channelId }: ChannelAt) => `${portId}/${channelId}`
const asked = 'A proof must show exactly what the message claims, or anyone could claim anything.'
const signers = 'Only distinct, known attestors with canonical signatures count towards the threshold.'
const handshake = 'Each side must go through the handshake in order, so that both agree on every field.'
const clock = "A packet is either received before its timeout or refunded after it; the destination's block decides."

export const ibcCatalogue: Catalogue<IbcRejection> = {
  IBC_IDENTIFIER_INVALID: ({ kind, identifier }) => ({
    what: `"${identifier}" is not a valid ${kind} identifier.`,
    why: 'Identifiers are parts of store paths; ICS-24 bounds their length and characters.',
    fix: 'Use letters, digits and . _ + - # [ ] < >, 2 to 128 characters for ports and 4, 8 or 10 to 64 for the rest.',
  }),
  IBC_CLIENT_TYPE_UNKNOWN: ({ typeUrl }) => ({
    what: `No light client handles ${typeUrl}.`,
    why: 'A client can only be made by a module that this chain runs.',
    fix: 'Create a 06-solomachine or attestation client.',
  }),
  IBC_CLIENT_TYPE_NOT_ALLOWED: ({ clientType }) => ({
    what: `Clients of type ${clientType} may not be used here.`,
    why: "The chain's allowed_clients parameter does not list the type.",
    fix: 'Add the type to allowed_clients, or use an allowed one.',
  }),
  IBC_CLIENT_NOT_FOUND: ({ clientId }) => ({
    what: `There is no client ${clientId}.`,
    why: 'Messages name a client by the id that its creation returned.',
    fix: 'Check the id, or create the client first.',
  }),
  IBC_CLIENT_NOT_ACTIVE: ({ clientId, status }) => ({
    what: `Client ${clientId} is ${status}.`,
    why: 'A frozen or expired client can no longer tell truth from forgery.',
    fix: 'Recover the client from an active substitute.',
  }),
  IBC_CLIENT_STATE_INVALID: ({ detail }) => ({
    what: `The client state cannot be used: ${detail}.`,
    why: 'A client starts from a state that must already be sound.',
    fix: 'Correct the client state and create the client again.',
  }),
  IBC_CLIENT_HEIGHT_ZERO: ({ clientId }) => ({
    what: `Client ${clientId} knows no height of the counterparty.`,
    why: "A send compares its timeout with the counterparty's latest known block.",
    fix: 'Update the client first.',
  }),
  IBC_CONSENSUS_NOT_FOUND: ({ clientId, height }) => ({
    what: `Client ${clientId} has no consensus state at ${heightText(height)}.`,
    why: 'A timeout needs the block time at the proof height; old heights are pruned.',
    fix: 'Update the client and prove at the new height.',
  }),
  IBC_HEADER_INVALID: ({ clientId, detail }) => ({
    what: `Client ${clientId} refused the update: ${detail}.`,
    why: 'An update must be signed by the keys that the client trusts now.',
    fix: 'Query the client state and sign a header for it.',
  }),
  IBC_MISBEHAVIOUR_INVALID: ({ clientId, detail }) => ({
    what: `The evidence against client ${clientId} proves nothing: ${detail}.`,
    why: 'Only two valid, contradicting statements freeze a client.',
    fix: 'Submit both signed statements unaltered.',
  }),
  IBC_CLIENT_SUBSTITUTE_INVALID: ({ clientId, detail }) => ({
    what: `Client ${clientId} cannot be recovered: ${detail}.`,
    why: 'Only a frozen or expired client is recovered, from an active one of the same type.',
    fix: 'Create a fresh client with the right parameters and name it as substitute.',
  }),
  IBC_PROOF_MALFORMED: ({ clientId, detail }) => ({
    what: `The proof for client ${clientId} cannot be read: ${detail}.`,
    why: asked,
    fix: 'Build the proof with the encoders of this package.',
  }),
  IBC_PROOF_TIMESTAMP_OLD: ({ clientId, stored, signed }) => ({
    what: `The proof for client ${clientId} is dated ${signed} ns, before ${stored} ns.`,
    why: "A solo machine's time never runs back.",
    fix: "Sign again with a time at or after the client's.",
  }),
  IBC_PROOF_SIGNATURE_INVALID: ({ clientId, detail }) => ({
    what: `A signature does not verify under client ${clientId}: ${detail}.`,
    why: 'The signature covers sequence, time, diversifier, path and value; one of them differs, or the key does.',
    fix: 'Query the client state, sign for its present sequence and path, and submit again.',
  }),
  IBC_PROOF_SIGNATURE_MALLEABLE: ({ clientId }) => ({
    what: `A signature for client ${clientId} is not in canonical form.`,
    why: 'With high s or another v the same statement would have several encodings.',
    fix: 'Use 65 bytes r, s, v with s in the lower half and v 27 or 28.',
  }),
  IBC_PROOF_SIGNER_UNKNOWN: ({ clientId, signer }) => ({
    what: `${signer} is not an attestor of client ${clientId}.`,
    why: signers,
    fix: 'Sign with the keys that the client lists, over this domain and message.',
  }),
  IBC_PROOF_SIGNER_REPEATED: ({ clientId, signer }) => ({
    what: `${signer} signed twice for client ${clientId}.`,
    why: signers,
    fix: 'Submit one signature per attestor.',
  }),
  IBC_PROOF_SIGNATURES_UNSORTED: ({ clientId }) => ({
    what: `The signatures for client ${clientId} are not ordered by signer address.`,
    why: 'One order means one encoding, and a cheap check that no signer repeats.',
    fix: 'Sort the signatures by ascending signer address.',
  }),
  IBC_PROOF_THRESHOLD_NOT_REACHED: ({ clientId, have, need }) => ({
    what: `Client ${clientId} needs ${need} signatures and got ${have}.`,
    why: signers,
    fix: 'Collect more signatures.',
  }),
  IBC_PROOF_HEIGHT_MISMATCH: ({ clientId, attested, asked: height }) => ({
    what: `Client ${clientId} got an attestation of height ${attested} for a proof at ${heightText(height)}.`,
    why: asked,
    fix: 'Name the attested height as proof height.',
  }),
  IBC_PROOF_PATH_MISSING: ({ clientId, path }) => ({
    what: `The attestation for client ${clientId} says nothing about ${path}.`,
    why: asked,
    fix: 'Attest the path.',
  }),
  IBC_PROOF_VALUE_MISMATCH: ({ clientId, path }) => ({
    what: `The attestation for client ${clientId} shows another value at ${path}.`,
    why: asked,
    fix: 'Submit the packet exactly as it was sent.',
  }),
  IBC_CONNECTION_NOT_FOUND: ({ connectionId }) => ({
    what: `There is no connection ${connectionId}.`,
    why: 'Channels and handshake steps build on a connection of this chain.',
    fix: 'Check the id, or open the connection first.',
  }),
  IBC_CONNECTION_STATE: ({ connectionId, state, need }) => ({
    what: `Connection ${connectionId} is ${state}, not ${need}.`,
    why: handshake,
    fix: 'Complete the earlier step, or do not repeat this one.',
  }),
  IBC_CONNECTION_VERSION: ({ detail }) => ({
    what: `The connection version does not fit: ${detail}.`,
    why: 'Both sides must speak a common version, identifier 1.',
    fix: 'Offer version 1 with ORDER_ORDERED and ORDER_UNORDERED.',
  }),
  IBC_CONNECTION_COUNTERPARTY_INVALID: ({ detail }) => ({
    what: `The counterparty of the connection is invalid: ${detail}.`,
    why: handshake,
    fix: 'Name its client id, connection id (only where known) and a non-empty prefix.',
  }),
  IBC_PORT_NOT_BOUND: ({ portId }) => ({
    what: `No module is bound to port ${portId}.`,
    why: 'A channel belongs to the module behind its port.',
    fix: 'Use port transfer.',
  }),
  IBC_CHANNEL_NOT_FOUND: (channel) => ({
    what: `There is no channel ${at(channel)}.`,
    why: 'Packets travel on a channel of this chain.',
    fix: 'Check port and channel id, or open the channel first.',
  }),
  IBC_CHANNEL_STATE: (channel) => ({
    what: `Channel ${at(channel)} is ${channel.state}, not ${channel.need}.`,
    why: handshake,
    fix: 'Complete the earlier step, or do not repeat this one.',
  }),
  IBC_CHANNEL_HOPS: ({ hops }) => ({
    what: `A channel was asked over ${hops} connections.`,
    why: 'Exactly one connection hop is supported.',
    fix: 'Name one connection.',
  }),
  IBC_CHANNEL_ORDER_UNSUPPORTED: ({ ordering, connectionId }) => ({
    what: `Connection ${connectionId} does not carry ${ordering} channels.`,
    why: 'The negotiated version lists the orders that both sides support.',
    fix: 'Use an order that the connection version lists.',
  }),
  IBC_PACKET_INVALID: ({ detail }) => ({
    what: `The packet is invalid: ${detail}.`,
    why: 'A packet has a sequence from 1, data and a timeout.',
    fix: 'Correct the field named above.',
  }),
  IBC_PACKET_DATA_TOO_LONG: ({ length, limit }) => ({
    what: `The packet carries ${length} bytes; ${limit} are allowed.`,
    why: 'The limit is that of ibc-go, so that a packet fits every chain on its way.',
    fix: 'Send less, for instance a shorter memo.',
  }),
  IBC_PACKET_COUNTERPARTY_MISMATCH: ({ detail }) => ({
    what: `The packet names another end of the channel: ${detail}.`,
    why: 'A packet belongs to exactly one pair of channel ends.',
    fix: 'Relay the packet as it was sent, on the channel it was sent on.',
  }),
  IBC_TIMEOUT_ELAPSED: ({ height, timestamp }) => ({
    what: `The timeout of the packet has passed at height ${heightText(height)}, time ${timestamp} ns.`,
    why: clock,
    fix: 'Send with a later timeout; a packet already sent is refunded by its timeout.',
  }),
  IBC_TIMEOUT_NOT_REACHED: ({ height, timestamp }) => ({
    what: `The packet has not timed out at height ${heightText(height)}, time ${timestamp} ns.`,
    why: clock,
    fix: 'Update the client to a block at or past the timeout, then prove there.',
  }),
  IBC_PACKET_COMMITMENT_MISMATCH: ({ portId, channelId, sequence }) => ({
    what: `Packet ${portId}/${channelId}/${sequence} is not the one that was sent.`,
    why: 'The commitment stored at the send covers data and timeout.',
    fix: 'Relay the packet exactly as it was sent.',
  }),
  IBC_PACKET_OUT_OF_ORDER: ({ sequence, next }) => ({
    what: `Sequence ${sequence} came while ${next} is next.`,
    why: 'An ordered channel takes packets in the order of their sequence.',
    fix: `Relay sequence ${next} first.`,
  }),
  IBC_PACKET_ALREADY_RECEIVED: ({ sequence, next }) => ({
    what: `Sequence ${sequence} cannot time out: the destination waits for ${next}.`,
    why: 'A packet that was received is settled by its acknowledgement.',
    fix: 'Relay the acknowledgement.',
  }),
  IBC_PACKET_NOT_AWAITING_ACK: ({ portId, channelId, sequence }) => ({
    what: `Packet ${portId}/${channelId}/${sequence} awaits no acknowledgement.`,
    why: 'Only a packet that was received with a deferred acknowledgement can be answered later.',
    fix: 'Check the sequence.',
  }),
  IBC_ACK_EXISTS: ({ portId, channelId, sequence }) => ({
    what: `Packet ${portId}/${channelId}/${sequence} already has an acknowledgement.`,
    why: 'A packet has exactly one outcome.',
    fix: 'Nothing to do.',
  }),
  IBC_ACK_INVALID: ({ detail }) => ({
    what: `The acknowledgement is invalid: ${detail}.`,
    why: 'Its bytes are hashed and proven, so they must be the very bytes that were written.',
    fix: 'Relay the acknowledgement bytes unaltered.',
  }),
  IBC_APP_REFUSED: ({ portId, cause }) => ({
    what: `The module behind port ${portId} refused with ${cause.code}.`,
    why: 'The app decides on channels and packets of its own port.',
    fix: `See ${cause.code}.`,
  }),
}
