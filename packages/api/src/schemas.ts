import { z } from 'zod'
import { laneNames } from './books.ts'
import { packetStates, sides } from './packets.ts'
import { contractNames, denomSymbols } from './status.ts'

/**
 * The published shapes as zod schemas. Objects are loose: fields may be added in later versions. Import lazily
 * (`await loadSchemas()`): zod costs start-up time that most processes never need.
 */
const digits = z.string().regex(/^\d+$/)
const signedDigits = z.string().regex(/^-?\d+$/)
const url = z.string().min(1)
const height = z.number().int().nonnegative()

export const statusSchema = z.looseObject({
  schemaVersion: z.number().int().positive(),
  pid: z.number().int().nonnegative(),
  preset: z.string(),
  crypto: z.looseObject({ secp256k1: z.enum(['native', 'wasm', 'js']), keccak: z.string() }),
  ethereum: z.looseObject({
    rpc: url,
    ws: url,
    chainId: z.number().int().positive(),
    contracts: z.record(z.enum(contractNames), z.string().regex(/^0x[0-9a-fA-F]{40}$/)),
  }),
  cosmos: z.looseObject({
    rpc: url,
    ws: url,
    rest: url,
    chainId: z.string(),
    prefix: z.string(),
    channel: z.string(),
    denoms: z.record(z.enum(denomSymbols), z.string()),
  }),
  admin: url,
  mnemonic: z.string(),
  accounts: z.array(z.looseObject({ name: z.string(), ethereum: z.string(), cosmos: z.string() })),
})

export const packetSchema = z.looseObject({
  id: z.string().regex(/^(ethereum|cosmos)\/channel-\d+\/\d+$/),
  source: z.enum(sides),
  channel: z.string(),
  sequence: z.number().int().positive(),
  state: z.enum(packetStates),
  denom: z.string(),
  amount: digits,
  sender: z.string(),
  receiver: z.string(),
  memo: z.string().optional(),
  timeoutTimestamp: digits,
  error: z.string().optional(),
  steps: z.array(
    z.looseObject({
      state: z.enum(packetStates),
      side: z.enum(sides),
      height,
      timeNs: digits,
      tx: z.string().optional(),
    }),
  ),
})

export const booksSchema = z.looseObject({
  at: z.looseObject({ ethereum: height, cosmos: height }),
  lanes: z.array(
    z.looseObject({
      lane: z.enum(laneNames),
      escrow: digits,
      vouchers: digits,
      inFlight: digits,
      minted: digits,
      burned: digits,
      unbacked: digits,
      paidUnbacked: digits,
      retired: digits,
      topUp: digits,
      lost: digits,
      spunDown: signedDigits,
      unbackedSupply: signedDigits,
      balanced: z.boolean(),
    }),
  ),
})

export const blockSchema = z.looseObject({
  side: z.enum(sides),
  height,
  hash: z.string(),
  timeNs: digits,
  transactions: z.number().int().nonnegative(),
})

export const headsSchema = z.looseObject({ ethereum: blockSchema.nullable(), cosmos: blockSchema.nullable() })

const noticeSchema = z.looseObject({ level: z.enum(['info', 'warn', 'error']), code: z.string(), text: z.string() })

const numbered = { run: z.string(), seq: z.number().int().nonnegative() }

export const eventSchema = z.discriminatedUnion('type', [
  z.looseObject({
    ...numbered,
    type: z.literal('snapshot'),
    data: z.looseObject({
      status: statusSchema,
      heads: headsSchema,
      packets: z.array(packetSchema),
      books: booksSchema,
    }),
  }),
  z.looseObject({ ...numbered, type: z.literal('block'), data: blockSchema }),
  z.looseObject({ ...numbered, type: z.literal('packet'), data: packetSchema }),
  z.looseObject({ ...numbered, type: z.literal('books'), data: booksSchema }),
  z.looseObject({ ...numbered, type: z.literal('notice'), data: noticeSchema }),
])

const metaSchema = z.looseObject({
  version: z.string(),
  seed: z.string().optional(),
  durationMs: z.number().nonnegative().optional(),
})

export const errorSchema = z.looseObject({
  code: z.string().regex(/^[A-Z][A-Z0-9_]+$/),
  what: z.string(),
  why: z.string(),
  fix: z.string(),
  docs: z.string(),
  details: z.unknown().optional(),
})

/** `envelopeSchema(statusSchema)` is the schema of `pegzone status --json`. */
export function envelopeSchema<T extends z.ZodType>(data: T) {
  return z.discriminatedUnion('ok', [
    z.looseObject({ ok: z.literal(true), data, meta: metaSchema }),
    z.looseObject({ ok: z.literal(false), error: errorSchema, meta: metaSchema }),
  ])
}

/** JSON Schema (draft 2020-12) of every published shape, by name. */
export function jsonSchemas(): Record<string, unknown> {
  return {
    status: z.toJSONSchema(statusSchema),
    packet: z.toJSONSchema(packetSchema),
    books: z.toJSONSchema(booksSchema),
    heads: z.toJSONSchema(headsSchema),
    event: z.toJSONSchema(eventSchema),
    error: z.toJSONSchema(errorSchema),
  }
}
