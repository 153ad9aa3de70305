import { parseUtf8, utf8ToBytes } from '@pegzone/encoding'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { parseJsonString } from '../core/acknowledgement.ts'
import { parseDenom } from './denom.ts'
import type { TransferRejection } from './rejections.ts'
import type { TransferData } from './types.ts'

const MAX_MEMO = 32_768
const MAX_RECEIVER = 2048
const LIMIT = 1n << 256n
/** A member of a flat object of strings, and what follows it. */
const MEMBER = /\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*")\s*([,}])/y
const FIELDS = new Set(['denom', 'amount', 'sender', 'receiver', 'memo'])

/**
 * Packet data from its bytes, strictly: a JSON object of strings; every field once; unknown fields, duplicates and other
 * types refused. Key order and white space are free, since senders differ in them and the bytes are never rebuilt.
 */
export function parseTransferData(bytes: Uint8Array): Outcome<TransferData, TransferRejection> {
  const text = parseUtf8(bytes)
  const fields = text === undefined ? undefined : flatObject(text)
  if (fields === undefined) return invalid('it is no JSON object of texts')
  for (const name of fields.keys()) if (!FIELDS.has(name)) return invalid(`unknown field "${name}"`)
  const field = (name: string) => fields.get(name) ?? ''
  const amount = parseAmount(field('amount'))
  if (!amount.ok) return amount
  const data: TransferData = {
    denom: field('denom'),
    amount: amount.value,
    sender: field('sender'),
    receiver: field('receiver'),
    memo: field('memo'),
  }
  const problem = transferDataProblem(data)
  return problem === undefined ? ok(data) : refuse(problem)
}

/** Packet data as ibc-go ≤ v8 writes it: keys sorted, no memo when empty, HTML characters escaped. */
export function encodeTransferData({ denom, amount, sender, receiver, memo }: TransferData): Uint8Array {
  const object = { amount: amount.toString(), denom, ...(memo === '' ? {} : { memo }), receiver, sender }
  return utf8ToBytes(JSON.stringify(object).replace(HTML, escaped))
}

const HTML = /[<>&\u2028\u2029]/g

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** What makes packet data unsound by itself; undefined if nothing. */
export function transferDataProblem({ denom, sender, receiver, memo }: TransferData): TransferRejection | undefined {
  if (parseDenom(denom) === undefined)
    return { code: 'IBC_TRANSFER_DENOM', abciCode: 3, denom, detail: 'its path or base is malformed' }
  if (sender.trim() === '') return invalidData('the sender is blank')
  if (receiver.trim() === '') return invalidData('the receiver is blank')
  return tooLong('receiver', receiver, MAX_RECEIVER) ?? tooLong('memo', memo, MAX_MEMO)
}

/** Whole base units in plain decimal digits, no sign, no leading zero: 0 < amount < 2^256. */
function parseAmount(text: string): Outcome<bigint, TransferRejection> {
  if (/^[1-9][0-9]{0,77}$/.test(text)) {
    const amount = BigInt(text)
    if (amount < LIMIT) return ok(amount)
  }
  return refuse({ code: 'IBC_TRANSFER_AMOUNT', abciCode: 5, amount: text.slice(0, 80) })
}

export function amountProblem(amount: bigint): TransferRejection | undefined {
  if (amount > 0n && amount < LIMIT) return undefined
  return { code: 'IBC_TRANSFER_AMOUNT', abciCode: 5, amount: `${amount}` }
}

function tooLong(field: 'memo' | 'receiver', text: string, limit: number): TransferRejection | undefined {
  if (text.length * 3 <= limit) return undefined
  const { length } = utf8ToBytes(text)
  if (length <= limit) return undefined
  return { code: 'IBC_TRANSFER_FIELD_TOO_LONG', abciCode: field === 'memo' ? 11 : 5, field, length, limit }
}

function flatObject(text: string): Map<string, string> | undefined {
  const open = /^\s*\{/.exec(text)
  if (open === null) return undefined
  const fields = new Map<string, string>()
  let at = open[0].length
  for (;;) {
    MEMBER.lastIndex = at
    const member = MEMBER.exec(text)
    if (member === null) return undefined
    at += member[0].length
    const [name, value] = [plain(member[1]!), plain(member[2]!)]
    if (name === undefined || value === undefined || fields.has(name)) return undefined
    fields.set(name, value)
    if (member[3] === '}') return text.slice(at).trim() === '' ? fields : undefined
  }
}

/** Only JSON's own parser decides on escapes and on raw control characters; it is skipped where neither can be. */
function plain(quoted: string): string | undefined {
  return /^"[ -[\]-~]*"$/.test(quoted) ? quoted.slice(1, -1) : parseJsonString(quoted)
}

function invalidData(detail: string): TransferRejection {
  return { code: 'IBC_TRANSFER_DATA_INVALID', abciCode: 12, detail }
}

function invalid(detail: string): Outcome<never, TransferRejection> {
  return refuse(invalidData(detail))
}
