import { fromHex } from '@pegzone/encoding'
import type { Ledger } from '@pegzone/ledger'
import type { CosmosBlock, TxResult } from './block-types.ts'
import {
  attributePrefix,
  decodePlace,
  decodePositions,
  HEIGHTS,
  heightKey,
  heightOfKey,
  isIndexed,
  txHashKey,
  u64Text,
} from './index-keys.ts'
import type { BlockSearch, SearchCondition, SearchPage, TxRecord, TxSearch } from './search-types.ts'

/** What a search reads. `block` answers undefined for pruned heights. */
export interface SearchSource {
  readonly ledger: Ledger
  block(height: number): Promise<CosmosBlock | undefined>
}

interface Place {
  readonly height: number
  readonly position: number
}

interface Range {
  readonly from: number
  readonly to: number
}

export async function findTx({ ledger, block }: SearchSource, hash: Uint8Array): Promise<TxRecord | undefined> {
  const found = await ledger.find(txHashKey(hash))
  if (found === undefined) return undefined
  const { height, position } = decodePlace(found)
  return recordAt(await block(height), position)
}

/**
 * Posting lists of all equality conditions are intersected; what the index cannot answer (orderings on attributes,
 * CONTAINS, EXISTS, attributes that are not indexed) is then decided on the results themselves.
 */
export async function searchTxs(
  source: SearchSource,
  conditions: readonly SearchCondition[],
  page: SearchPage = {},
): Promise<TxSearch> {
  const range = heightRange(conditions, 'tx.height', source.ledger)
  const rest = conditions.filter(({ key }) => key !== 'tx.height')
  const lists = rest.filter((condition) => byIndex(condition))
  const residual = rest.filter((condition) => !byIndex(condition))
  let places = range === undefined ? [] : await candidates(source, lists, range)
  if (residual.length > 0) places = await keepMatching(source, places, residual)
  if (page.order === 'desc') places.reverse()
  const txs: TxRecord[] = []
  for (const { height, position } of pageOf(places, page)) {
    const record = recordAt(await source.block(height), position)
    if (record !== undefined) txs.push(record)
  }
  return { total: places.length, txs }
}

/** Blocks by height. Blocks carry no events of their own here, so any other condition finds nothing. */
export async function searchBlocks(
  source: SearchSource,
  conditions: readonly SearchCondition[],
  page: SearchPage = {},
): Promise<BlockSearch> {
  const range = heightRange(conditions, 'block.height', source.ledger)
  if (range === undefined || conditions.some(({ key }) => key !== 'block.height')) return { total: 0, blocks: [] }
  const heights = Array.from({ length: range.to - range.from + 1 }, (_, i) => range.from + i)
  if (page.order === 'desc') heights.reverse()
  const blocks: CosmosBlock[] = []
  for (const height of pageOf(heights, page)) {
    const block = await source.block(height)
    if (block !== undefined) blocks.push(block)
  }
  return { total: heights.length, blocks }
}

function byIndex(condition: SearchCondition): boolean {
  return condition.op === '=' && (condition.key === 'tx.hash' || isIndexed(condition.key))
}

async function candidates(
  source: SearchSource,
  conditions: readonly SearchCondition[],
  range: Range,
): Promise<Place[]> {
  if (conditions.length === 0) return everyPlace(source, range)
  let places: Place[] | undefined
  for (const condition of conditions) {
    if (condition.op !== '=') continue
    const list =
      condition.key === 'tx.hash'
        ? await placeOfHash(source, String(condition.value), range)
        : await postings(source, attributePrefix(condition.key, String(condition.value)), range)
    places = places === undefined ? list : intersect(places, list)
    if (places.length === 0) break
  }
  return places ?? []
}

async function placeOfHash({ ledger }: SearchSource, text: string, range: Range): Promise<Place[]> {
  const digits = text.replace(/^0x/i, '')
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) return []
  const found = await ledger.find(txHashKey(fromHex(digits)))
  const place = found && decodePlace(found)
  return place !== undefined && place.height >= range.from && place.height <= range.to ? [place] : []
}

const CHUNK = 1000

async function postings({ ledger }: SearchSource, prefix: string, range: Range): Promise<Place[]> {
  const places: Place[] = []
  for await (const [key, value] of entries(ledger, prefix, prefix + u64Text(range.from - 1))) {
    // A longer key belongs to a value that has this one and a zero byte as its beginning.
    if (key.length !== prefix.length + 8) continue
    const height = heightOfKey(key)
    if (height > range.to) break
    for (const position of decodePositions(value)) places.push({ height, position })
  }
  return places
}

async function everyPlace({ ledger }: SearchSource, range: Range): Promise<Place[]> {
  const places: Place[] = []
  for await (const [key, value] of entries(ledger, HEIGHTS, heightKey(range.from - 1))) {
    const height = heightOfKey(key)
    if (height > range.to) break
    const [count = 0] = decodePositions(value)
    for (let position = 0; position < count; position++) places.push({ height, position })
  }
  return places
}

async function* entries(ledger: Ledger, prefix: string, start: string): AsyncIterable<readonly [string, Uint8Array]> {
  let after = start
  for (;;) {
    const chunk = await ledger.search(prefix, { limit: CHUNK, after })
    yield* chunk
    if (chunk.length < CHUNK) return
    after = chunk.at(-1)![0]
  }
}

async function keepMatching(
  source: SearchSource,
  places: readonly Place[],
  conditions: readonly SearchCondition[],
): Promise<Place[]> {
  const kept: Place[] = []
  for (const place of places) {
    const result = (await source.block(place.height))?.results[place.position]
    if (result !== undefined && conditions.every((condition) => matches(result, condition))) kept.push(place)
  }
  return kept
}

/** Does any event of the result satisfy the condition? */
export function matches({ events }: Pick<TxResult, 'events'>, condition: SearchCondition): boolean {
  return events.some(({ type, attributes }) =>
    attributes.some(({ key, value }) => `${type}.${key}` === condition.key && holds(value, condition)),
  )
}

function holds(value: string, condition: SearchCondition): boolean {
  switch (condition.op) {
    case 'EXISTS':
      return true
    case 'CONTAINS':
      return value.includes(condition.value)
    case '=':
      return typeof condition.value === 'bigint' ? leadingNumber(value) === condition.value : value === condition.value
    default: {
      const [have, want] = [leadingNumber(value), leadingNumber(String(condition.value))]
      return have !== undefined && want !== undefined && compare(have, condition.op, want)
    }
  }
}

function compare(have: bigint, op: '<' | '<=' | '>' | '>=', want: bigint): boolean {
  switch (op) {
    case '<':
      return have < want
    case '<=':
      return have <= want
    case '>':
      return have > want
    case '>=':
      return have >= want
  }
}

/** `12`, or the amount of one coin, `12acixo`. */
function leadingNumber(text: string): bigint | undefined {
  const digits = /^(\d{1,78})(?![\d.])/.exec(text)
  return digits === null ? undefined : BigInt(digits[1]!)
}

/** Heights that all conditions on `key` leave, within what the ledger has; undefined when none. */
function heightRange(conditions: readonly SearchCondition[], key: string, ledger: Ledger): Range | undefined {
  let from = BigInt(Math.max(1, ledger.oldest))
  let to = BigInt(ledger.durable.height)
  for (const condition of conditions) {
    if (condition.key !== key || condition.op === 'EXISTS') continue
    if (condition.op === 'CONTAINS') return undefined
    const value = leadingNumber(String(condition.value))
    if (value === undefined) return undefined
    if (condition.op === '=' || condition.op === '>=') from = max(from, value)
    if (condition.op === '=' || condition.op === '<=') to = min(to, value)
    if (condition.op === '>') from = max(from, value + 1n)
    if (condition.op === '<') to = min(to, value - 1n)
  }
  return from > to ? undefined : { from: Number(from), to: Number(to) }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** Both lists are in chain order. */
function intersect(a: readonly Place[], b: readonly Place[]): Place[] {
  const inB = new Set(b.map(placeText))
  return a.filter((place) => inB.has(placeText(place)))
}

function placeText({ height, position }: Place): string {
  return `${height}/${position}`
}

function pageOf<T>(items: readonly T[], { page = 1, perPage = 30 }: SearchPage): readonly T[] {
  return items.slice((page - 1) * perPage, page * perPage)
}

function recordAt(block: CosmosBlock | undefined, position: number): TxRecord | undefined {
  const tx = block?.txs[position]
  if (block === undefined || tx === undefined) return undefined
  return {
    hash: block.txHashes[position]!,
    height: block.height,
    index: position,
    tx,
    result: block.results[position]!,
    timeNs: block.timeNs,
  }
}
