import type { Catalogue } from '@pegzone/outcome'

export type WorldRejection =
  | { readonly code: 'WORLD_GENESIS_INVALID'; readonly field: string; readonly value: string; readonly allowed: string }
  | { readonly code: 'WORLD_GENESIS_REFUSED'; readonly side: string; readonly detail: string }
  | {
      readonly code: 'WORLD_INVARIANT_BROKEN'
      readonly law: string
      readonly detail: string
      readonly side: string
      readonly height: number
    }
  | {
      readonly code: 'WORLD_PACKET_SET_ASIDE'
      readonly packet: string
      readonly chainId: string
      readonly attempts: number
      readonly reason: string
    }
  | { readonly code: 'WORLD_STATE_INCOMPLETE'; readonly detail: string }

export const worldCatalogue: Catalogue<WorldRejection> = {
  WORLD_GENESIS_INVALID: ({ field, value, allowed }) => ({
    what: `The genesis field ${field} is ${value}.`,
    why: `Allowed: ${allowed}.`,
    fix: `Correct ${field} in the genesis file.`,
  }),
  WORLD_GENESIS_REFUSED: ({ side, detail }) => ({
    what: `The ${side} side refused its genesis: ${detail}`,
    why: 'A world starts only from a state in which every law holds.',
    fix: 'Correct the field named in the genesis file.',
  }),
  WORLD_INVARIANT_BROKEN: ({ law, detail, side, height }) => ({
    what: `Block ${height} of the ${side} side breaks a law: ${law}. ${detail}.`,
    why: 'Conservation is checked after every block; a difference that nothing booked is a bug, so the world stops.',
    fix: `Report it with the data directory: the transactions of ${side} block ${height} are the inputs.`,
  }),
  WORLD_PACKET_SET_ASIDE: ({ packet, chainId, attempts, reason }) => ({
    what: `${chainId} refused the relayed packet ${packet}, attempt ${attempts}: ${reason}.`,
    why: 'A packet that is refused on its own waits, longer each time, so that the others go on.',
    fix: 'Nothing is lost: it is tried again, at the latest after a restart. `pegzone packets --pending` lists it.',
  }),
  WORLD_STATE_INCOMPLETE: ({ detail }) => ({
    what: `The kept world is not whole: ${detail}.`,
    why: 'Both ledgers and the genesis are written before a world is announced.',
    fix: 'Start anew with --reset, or restore a copy of the directory.',
  }),
}
