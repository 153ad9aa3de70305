/** Any value the ABI knows: numbers are bigint, addresses lower-case hex, bytes are bytes; tuples are objects by member name. */
export type AbiValue =
  | bigint
  | boolean
  | string
  | Uint8Array
  | readonly AbiValue[]
  | { readonly [name: string]: AbiValue }

/**
 * One type, compiled once. A value has a head of fixed `size` and, if `dynamic`, a tail that the head points to.
 * Readers accept only what `write` produces (each tail right behind the one before), so no byte is read twice and
 * nested arrays cannot be blown up by shared offsets.
 */
export interface Codec {
  readonly dynamic: boolean
  /** Bytes of the head when not dynamic (dynamic: 32, the offset). */
  readonly size: number
  /** Bytes of the tail. */
  measure(value: unknown): number
  /** Writes a static value, or the tail of a dynamic one, at `at`; returns the position behind it. */
  write(out: DataView, at: number, value: unknown): number
  /** Reads what `write` wrote at `from.at` and moves there. Throws AbiFault. */
  read(from: Cursor): unknown
  /** In-place encoding for hashed topics: members padded to words, no lengths, no offsets. */
  writeInPlace(out: DataView, at: number, value: unknown): number
  measureInPlace(value: unknown): number
}

/** Input and position; `end` bounds every read. */
export interface Cursor {
  readonly view: DataView
  readonly bytes: Uint8Array
  readonly end: number
  at: number
}

/** Leaves the decoder early; caught inside this package. */
export class AbiFault {
  readonly detail: string
  constructor(detail: string) {
    this.detail = detail
  }
}

/** A word that counts bytes or elements: anything from 2^32 is far beyond any input. */
export function readLength(from: Cursor, name: string): number {
  const { view, at } = from
  if (from.end - at < 32) throw new AbiFault('data too short')
  for (let i = 0; i < 28; i += 4) if (view.getUint32(at + i) !== 0) throw new AbiFault(`${name} too large`)
  from.at = at + 32
  return view.getUint32(at + 28)
}
