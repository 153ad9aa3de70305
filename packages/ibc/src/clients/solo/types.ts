import type { Any } from '../../any.ts'

/** 06-solomachine v3 client state, flat. */
export interface SoloState {
  /** Sequence that the next signature must carry. From 1. */
  readonly sequence: bigint
  readonly frozen: boolean
  /** `/cosmos.crypto.secp256k1.PubKey` or `/cosmos.crypto.multisig.LegacyAminoPubKey`. */
  readonly publicKey: Any
  /** Keeps apart the clients that trust one key, also across chains. */
  readonly diversifier: string
  /** Of the last accepted proof or header, nanoseconds. Never runs back. */
  readonly timestamp: bigint
}

/** What a solo machine signs. */
export interface SoloStatement {
  readonly sequence: bigint
  readonly timestamp: bigint
  readonly diversifier: string
  /** ICS-24 key, raw, without prefix; or `SOLO_HEADER_PATH`. */
  readonly path: string
  /** The value at the path; empty for its absence. */
  readonly data: Uint8Array
}

export const SOLO_TYPE = '06-solomachine'
/** Path that a header signs instead of a store key. */
export const SOLO_HEADER_PATH = 'solomachine:header'

export const SOLO_CLIENT_STATE = '/ibc.lightclients.solomachine.v3.ClientState'
export const SOLO_CONSENSUS_STATE = '/ibc.lightclients.solomachine.v3.ConsensusState'
export const SOLO_HEADER = '/ibc.lightclients.solomachine.v3.Header'
export const SOLO_MISBEHAVIOUR = '/ibc.lightclients.solomachine.v3.Misbehaviour'
